/* What the mouse and fingers do. */
'use strict';

const {assert, close, draw, hover, middle, open, serve, shown, test} = require('./suite.js');

/* main has 10 s: parse (6 s) reads (2 s), eval (3 s) parses (1 s); thin calls are revealed by zooming. */
const stacks = [
    ['main', 1], ['main;parse', 4], ['main;parse;read', 2], ['main;eval', 1.999], ['main;eval;load', 1],
    ['main;eval;load;thin', 0.0006], ['main;eval;load;thin;hair', 0.0004]
];

const click = (page, frame, options) => page.mouse.click(...middle(frame), options);
const find = (layout, name) => layout.frames.find(frame => frame.name === name);

/* By its label in a zoomed picture. */
async function clickLabel(page, name) {
    const box = await page.locator('.pf-view g text').filter({hasText: new RegExp(`^${name} `)}).boundingBox();
    await page.mouse.click(box.x + 5, box.y + 5);
}

/* What is drawn over cairo's picture: labels by row, from the top. */
const labels = page => page.evaluate(() => Array.from(document.querySelectorAll('.pf-view g text'),
    text => [Number(text.getAttribute('y')), text.textContent]).sort((a, b) => a[0] - b[0]).map(([, text]) => text));

test('hovering shows name, place, times, shares and calls', async () => {
    const {file, layout} = draw(stacks);
    const page = await open(file);
    await hover(page, find(layout, 'read'));
    const {name, figures, tip} = await shown(page);
    assert.equal(name, 'read /srv/app.py:1');
    assert.equal(figures, '2.00 s total · 20.0% of all · 33.3% of parent · 2.00 s self (20.0%) · 1 call');
    assert.equal(tip, `read\n/srv/app.py:1\n${figures}`);
    await hover(page, find(layout, 'main'));
    assert.equal((await shown(page)).figures, '10.0 s total · 100% of all · 1.00 s self (10.0%) · 7 calls');
    await close(page);
});

for (const options of [[], ['--max-depth', '6'], ['--root', 'format', '--inverted'], ['--exclude', 'format']])
    test(`the figures of every frame are those of the layout: ${options.join(' ')}`, async () => {
        const {file, layout} = draw('examples/demo.pstats', ...options);
        const page = await open(file);
        const titles = await page.locator('.pf-tips title').allTextContents();
        const seconds = text => parseFloat(text.replace('<', '')) * {s: 1, ms: 1e-3, 'µs': 1e-6}[text.split(' ')[1]];
        const near = (a, b, least = 1e-8) => Math.abs(a - b) <= 0.006 * Math.abs(b) + least;
        const nearShare = (percent, part, whole) => near(parseFloat(percent) / 100, part / whole, 0.00006);
        let checked = 0;
        for (const frame of layout.frames.filter(({width, y}) => width >= 4 && y > 0)) {
            await hover(page, frame);
            const {name, figures, tip} = await shown(page);
            const [total, share] = figures.split(' · '), self = figures.match(/([^·]*) self/)[1].trim();
            const parent = layout.frames[frame.parent];
            assert.ok(name.startsWith(frame.name), `${name}: ${frame.name}`);
            assert.ok(near(seconds(total), frame.total), `${total}: ${frame.total}`);
            assert.ok(near(seconds(self), frame.self), `${self}: ${frame.self}`);
            assert.ok(nearShare(share, frame.total, layout.frames[0].total), share);
            if (frame.parent > 0)
                assert.ok(nearShare(figures.match(/([\d.]+)% of parent/)[1], frame.total, parent.total), figures);
            assert.equal(figures.includes('place inferred'), frame.inferred);
            if (frame.function !== null)
                assert.ok(figures.includes(`${layout.functions[frame.function].calls.toLocaleString('en')} call`), figures);
            /* and as they are said without script */
            const lines = tip.split('\n').slice(0, -1).join('\n') + '\n';
            assert.ok(titles.some(title => title.startsWith(lines) && near(seconds(title.slice(lines.length)), frame.total) &&
                near(seconds((title.match(/self ([^(]*?s)/) || title.match(/(.*) self/) || ['', '0 s'])[1]), frame.self)), lines);
            checked++;
        }
        assert.ok(checked > 15, `${checked}`);
        await close(page);
    });

test('a click zooms, keeps the ancestors and reveals what was too narrow', async () => {
    const {file, layout} = draw(stacks, '--minwidth', '1');
    assert.ok(find(layout, 'thin').width === 0 || find(layout, 'thin').width === undefined || !find(layout, 'thin').label);
    const page = await open(file);
    await click(page, find(layout, 'load'));
    assert.deepEqual(await labels(page), ['load  app.py:1', 'eval  app.py:1', 'main  app.py:1', 'all  10.0 s']);
    const box = await page.locator('.pf-view path').first().boundingBox();
    assert.deepEqual([box.x, box.width], [10, 1180]);
    await hover(page, find(layout, 'load'));
    assert.match((await shown(page)).figures, /^1\.00 s total · 10\.0% of all · 33\.4% of parent/);
    const shapes = await page.locator('.pf-view path').evaluateAll(paths =>
        paths.map(path => path.getAttribute('d').match(/M/g).length).reduce((a, b) => a + b));
    assert.equal(shapes, 5); /* and thin, of which 1.18 px are left */
    await close(page);
});

test('zooming in on ever thinner frames grows the page by the rows that cairo did not draw', async () => {
    for (const options of [[], ['--inverted']]) {
        const {file, layout, height: drawn} = draw(stacks, '--minwidth', '1', ...options);
        const page = await open(file);
        const height = () => page.evaluate(() => document.documentElement.getBoundingClientRect().height);
        assert.equal(await height(), drawn);
        await click(page, find(layout, 'load'));
        await page.locator('.pf-chart').focus();
        await page.keyboard.press(options.length ? 'ArrowDown' : 'ArrowUp');
        await page.keyboard.press('Enter');
        assert.deepEqual((await labels(page)).filter(label => /thin|hair/.test(label)).sort(),
            ['hair  app.py:1', 'thin  app.py:1']);
        assert.equal(await height(), drawn + 32);
        assert.match((await shown(page)).figures, /^1\.00 ms total · 0\.01% of all · 0\.10% of parent · 600 µs self/);
        const texts = await page.locator('.pf-chart text').allTextContents();
        assert.ok(texts.some(text => text.startsWith('Stacks are estimated')));
        await page.getByRole('button', {name: 'Reset'}).click();
        assert.equal(await height(), drawn);
        await close(page);
    }
});

test('shares are told of the zoomed frame, too', async () => {
    const {file, layout} = draw(stacks);
    const page = await open(file);
    await click(page, find(layout, 'main'));
    await hover(page, find(layout, 'read'));
    assert.match((await shown(page)).figures, /20\.0% of all · 33\.3% of parent · 20\.0% of zoomed/);
    await close(page);
});

test('a click on an ancestor, on everything, and Reset lead back', async () => {
    const {file, layout} = draw(stacks);
    const page = await open(file);
    const zoomed = () => page.evaluate(() => document.querySelectorAll('.pf-view path').length > 0);
    await click(page, find(layout, 'load'));
    await clickLabel(page, 'eval');
    assert.match((await shown(page)).name, /^eval/);
    await clickLabel(page, 'all');
    assert.equal(await zoomed(), false);
    await click(page, find(layout, 'load'));
    assert.equal(await zoomed(), true);
    await page.getByRole('button', {name: 'Reset'}).click();
    assert.equal(await zoomed(), false);
    assert.equal(await page.getByRole('button', {name: 'Reset'}).isDisabled(), true);
    await close(page);
});

test('pinned details stay while the pointer moves on, and can be copied', async () => {
    const {file, layout} = draw(stacks);
    const page = await open(file);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.keyboard.down('Shift');
    await click(page, find(layout, 'read'));
    await page.keyboard.up('Shift');
    assert.equal((await page.locator('.pf-view path').count()), 0); /* and nothing was zoomed */
    await hover(page, find(layout, 'parse'));
    assert.match((await shown(page)).name, /^read/);
    await page.getByRole('button', {name: 'Copy'}).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(copied, /^read\n\/srv\/app\.py:1\n2\.00 s total · 20\.0% of all/);
    await page.getByRole('button', {name: 'Pin'}).click();
    await hover(page, find(layout, 'parse'));
    assert.match((await shown(page)).name, /^parse/);
    await close(page);
});

test('a finger zooms with one touch, and finds the controls', async () => {
    const {file, layout} = draw(stacks);
    const page = await open(file, {context: {hasTouch: true, viewport: {width: 800, height: 600}}});
    await page.touchscreen.tap(...middle(find(layout, 'parse')));
    assert.match((await shown(page)).name, /^parse/);
    assert.ok(await page.locator('.pf-view path').count() > 0);
    const button = page.getByRole('button', {name: 'Reset'});
    const box = await button.boundingBox();
    assert.ok(box.height >= 24 && box.x + box.width <= 800);
    await page.touchscreen.tap(box.x + 5, box.y + 5);
    assert.equal(await page.locator('.pf-view path').count(), 0);
    await close(page);
});

test('the bar stays in sight while a high picture is scrolled', async () => {
    const deep = Array.from({length: 100}, (_, i) => `f${i}`);
    const {file, layout} = draw([[deep, 1]]);
    assert.ok(layout.height > 1000);
    const page = await open(file, {context: {viewport: {width: 700, height: 500}}});
    await page.mouse.move(300, 300);
    for (const y of [0, 400, 2000]) {
        await page.evaluate(top => scrollTo(100, top), y);
        await page.waitForFunction(() => new Promise(done => requestAnimationFrame(() => done(true))));
        const box = await page.locator('.pf-panel').boundingBox();
        assert.ok(box.y > 0 && box.y + box.height <= 500.5, JSON.stringify(box));
        assert.ok(box.x >= -0.5 && box.x + box.width <= 700.5, JSON.stringify(box));
    }
    await close(page);
});

/* A page that does not follow the wheel alone has moved on by then. */
async function restingPlace(page) {
    await page.waitForFunction(() => new Promise(done => setTimeout(() => done(true), 500)));
    return page.evaluate(() => scrollY);
}

for (const [what, place] of [
    ['alone', ({file}) => file],
    ['in a page', ({svg}) => serve('wheel.html', `<!DOCTYPE html><p>Report</p>${svg}<p>End</p>`, {'Content-Type': 'text/html'})]
])
    test(`the page scrolls as far as the wheel turns, and stays there: ${what}`, async () => {
        const deep = Array.from({length: 60}, (_, i) => `f${i}`);
        const page = await open(place(draw([[deep, 1]])), {context: {viewport: {width: 1250, height: 400}}});
        await page.mouse.move(300, 300);
        assert.equal(await restingPlace(page), 0);
        await page.mouse.wheel(0, 50);
        assert.equal(await restingPlace(page), 50);
        await page.mouse.wheel(0, 30);
        assert.equal(await restingPlace(page), 80);
        await close(page);
    });

test('a zoom that adds rows scrolls by their height, so that the frame stays under the pointer, and Esc back', async () => {
    const thin = ['main', 'eval', ...Array.from({length: 40}, (_, i) => `thin${i}`)];
    const {file, layout, height} = draw([['main', 3], ['main;eval', 1], [thin, 0.003]], '--minwidth', '1');
    assert.equal(layout.frames.filter(({width}) => width > 0).length, 3);
    const page = await open(file, {context: {viewport: {width: 1250, height: height - 30}}});
    const [x, y] = middle(find(layout, 'eval'));
    await page.mouse.move(x, y - 20);
    await page.mouse.wheel(0, 20);
    assert.equal(await restingPlace(page), 20);
    await page.mouse.click(x, y - 20);
    assert.match((await shown(page)).name, /^eval/);
    assert.equal(await restingPlace(page), 20 + 40 * 16);
    await page.mouse.move(x, y - 21);
    assert.match((await shown(page)).name, /^eval/);
    await page.keyboard.press('Escape');
    assert.equal(await restingPlace(page), 20);
    await close(page);
});

test('the outline of a frame leaves its underscores alone, the pointer\'s, the keyboard\'s and the pin\'s', async () => {
    const {file, layout} = draw([['_find_and_load_', 1]]);
    const page = await open(file);
    const gaps = () => page.evaluate(() => {
        const text = Array.from(document.querySelectorAll('svg > g text')).find(({textContent}) => textContent.startsWith('_find'));
        const pen = document.createElementNS('http://www.w3.org/1999/xhtml', 'canvas').getContext('2d');
        const {fontSize, fontFamily} = getComputedStyle(text);
        pen.font = `${fontSize} ${fontFamily}`;
        const lowest = Number(text.getAttribute('y')) + pen.measureText('_').actualBoundingBoxDescent;
        return Array.from(document.querySelectorAll('.pf-cursor:not([display=none])'), outline => {
            const {y, height} = outline.getBBox();
            return y + height - parseFloat(getComputedStyle(outline).strokeWidth) / 2 - lowest;
        });
    });
    await hover(page, find(layout, '_find_and_load_'));
    const pointed = await gaps();
    await page.keyboard.press('p');
    const pinned = await gaps();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowUp');
    const focused = await gaps();
    assert.deepEqual([pointed.length, pinned.length, focused.length], [1, 2, 2]);
    assert.ok([...pointed, ...pinned, ...focused].every(gap => gap >= 0), `${[pointed, pinned, focused].join(' / ')}`);
    await close(page);
});

test('reversed, a frame has the time of the function at its foot, by its callers', async () => {
    const {file, layout} = draw([['main;a;read', 3], ['main;b;read', 1], ['main', 1]], '--reverse');
    const page = await open(file);
    await hover(page, layout.frames.find(({name, level}) => name === 'read' && level === 1));
    assert.equal((await shown(page)).figures, '4.00 s · 80.0% of all · 2 calls');
    await hover(page, layout.frames.find(({name, level}) => name === 'a' && level === 2));
    assert.equal((await shown(page)).figures, '3.00 s · 60.0% of all · 75.0% of parent · 1 call');
    await close(page);
});

test('a link leads to the source, and nowhere without --link', async () => {
    const {file, layout} = draw(stacks, '--link', 'https://example.org/{file}#L{line}');
    const page = await open(file);
    await hover(page, find(layout, 'read'));
    assert.equal(await page.locator('.pf-name a').getAttribute('href'), 'https://example.org/srv/app.py#L1');
    assert.equal(await page.locator('.pf-tips a').first().getAttribute('href'), 'https://example.org/srv/app.py#L1');
    await close(page);
    assert.ok(!draw(stacks).svg.includes('<a '));
});

test('in a narrow window the bar is higher, and the page with it: it hides neither legend nor frames', async () => {
    for (const options of [[], ['--inverted']]) {
        const {file, layout} = draw([['main', 1], ['main;parse', 2]], ...options);
        const page = await open(file, {context: {viewport: {width: 500, height: 800}}});
        await page.mouse.move(50, middle(layout.frames.find(frame => frame.name === 'main'))[1]);
        const panel = await page.locator('.pf-panel').boundingBox();
        assert.ok(panel.height > 50, `${panel.height}`);
        const lowest = await page.locator('svg > g text').evaluateAll(texts =>
            Math.max(...texts.map(text => text.getBoundingClientRect().bottom)));
        assert.ok(panel.y >= lowest, `${panel.y}: ${lowest}`);
        assert.ok(panel.y + panel.height <= await page.evaluate(() => document.documentElement.getBoundingClientRect().bottom) + 1);
        await close(page);
    }
});
