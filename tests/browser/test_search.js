/* Searching, and the share of time that matches. */
'use strict';

const {assert, close, draw, hover, middle, open, shown, test} = require('./suite.js');

const example = 'examples/demo.pstats';

/* As boxes have room for it. */
function labelOf({name, label, file, line}) {
    const base = file.match(/[^/]*(\/__init__\.py)?$/)[0];
    return label + (!file ? '' : name === '<module>' ? '  <module>' : `  ${base}:${line}`);
}

const matcher = ({functions}, query) => frame => frame.function !== null &&
    [frame.name, labelOf(functions[frame.function]), functions[frame.function].file].some(text =>
        text.toLowerCase().includes(query.toLowerCase()));

/* The share that a search should find, from the layout alone: below and including frame zoom. */
function expected(layout, query, zoom) {
    const {frames} = layout, matches = matcher(layout, query);
    const ancestors = i => i === null || i === undefined ? [] : [i, ...ancestors(frames[i].parent)];
    if (ancestors(frames[zoom].parent).some(i => matches(frames[i])))
        return 1;
    let sum = 0;
    frames.forEach((frame, i) => {
        const below = ancestors(i);
        if (matches(frame) && below.includes(zoom) &&
            !below.slice(1, below.indexOf(zoom) + 1).some(other => matches(frames[other])))
            sum += frame.total;
    });
    return sum / frames[zoom].total;
}

async function searchFor(page, query) {
    await page.locator('input').fill(query);
    const {found} = await shown(page);
    return found === 'no match' ? 0 : found.startsWith('<') ? 0.00003 : parseFloat(found) / 100;
}

const queries = ['format', 'FORMAT', 're', 'get_', 'exec', '<module>', 'compile', 'enum.py', '__init__', 'lib/python', 'str.', 'nothing like it', '(', '.*', '\\', '_', "'"];

test('the matched share is that of the layout, whatever is zoomed', async () => {
    const {file, layout} = draw(example);
    const page = await open(file);
    await page.mouse.move(600, 300);
    const zooms = [0, ...layout.frames.keys()].filter(i => i === 0 || layout.frames[i].width > 60 && i % 7 === 0).slice(0, 9);
    let positive = 0;
    for (const zoom of zooms) {
        await page.getByRole('button', {name: 'Reset'}).click({force: true});
        if (zoom > 0)
            await page.mouse.click(...middle(layout.frames[zoom]));
        for (const query of queries) {
            const share = await searchFor(page, query), wanted = expected(layout, query, zoom);
            assert.ok(Math.abs(share - wanted) <= Math.max(0.0006, wanted * 0.006), `${query} in ${zoom}: ${share}, not ${wanted}`);
            positive += share > 0;
        }
    }
    assert.ok(zooms.length > 5 && positive > 30);
    await close(page);
});

test('a frame and one on it that match both count once', async () => {
    const {file} = draw([['main', 2], ['main;walk', 1], ['main;walk;walk_more', 1], ['main;walk;stop;walk_back', 1], ['main;x', 5]]);
    const page = await open(file);
    await page.mouse.move(600, 100);
    await page.locator('input').fill('walk');
    assert.equal((await shown(page)).found, '30.0% in 3 frames');
    await page.locator('input').fill('WALK_');
    assert.equal((await shown(page)).found, '20.0% in 2 frames');
    await page.locator('input').fill('main');
    assert.equal((await shown(page)).found, '100% in 1 frame');
    await page.locator('input').fill('zebra');
    assert.equal((await shown(page)).found, 'no match');
    await page.locator('input').fill('');
    assert.equal((await shown(page)).found, '');
    await close(page);
});

const odd = [
    [['/srv/app/many.py:1:<module>', "~:0:<method 'join' of 'str' objects>"], 1],
    [['/srv/app/many.py:1:<module>', "~:0:<method 'read' of '_io.BufferedReader' objects>"], 1],
    [['/srv/app/many.py:1:<module>', '/usr/lib/ast/__init__.py:135:_format'], 1],
    [['/srv/app/many.py:1:<module>', '/srv/app/many.py:12:Ünïted'], 1]
];

test('what a box shows of a function is found, and what the bar does: in both cases all of it', async () => {
    const {file, layout} = draw(odd);
    const page = await open(file, {context: {viewport: {width: 1250, height: 600}}});
    await hover(page, layout.frames[0]);
    const shownOnBoxes = await page.locator('svg > g text').allTextContents();
    for (const fn of layout.functions) {
        const label = labelOf(fn);
        assert.ok(shownOnBoxes.includes(label.replace('  ', ' \u00a0')), `${label}: ${shownOnBoxes}`);
        for (const query of [fn.name, fn.label, label, label.toUpperCase(), fn.file, fn.file && `${fn.file}:${fn.line}`].filter(Boolean))
            assert.ok(await searchFor(page, query) > 0, query);
    }
    await page.locator('input').fill('join');
    const {found} = await shown(page);
    await page.locator('input').fill('str.join');
    assert.equal((await shown(page)).found, found);
    assert.match(found, /% in 1 frame$/);
    await close(page);
});

test('a search for a file counts its frames on one another once', async () => {
    const {file} = draw([['main', 2], ['main;walk', 1], ['main;walk;stop', 1]]);
    const page = await open(file);
    await page.mouse.move(600, 60);
    await page.locator('input').fill('app.py');
    assert.equal((await shown(page)).found, '100% in 3 frames');
    await page.locator('input').fill('/srv/app');
    assert.equal((await shown(page)).found, '100% in 3 frames');
    await page.locator('input').fill('stop  app.py');
    assert.equal((await shown(page)).found, '25.0% in 1 frame');
    await close(page);
});

test('names and places are searched, each by itself, and nothing else that is said of frames', async () => {
    const {file} = draw([['main;parse', 1]]);
    const page = await open(file);
    await page.mouse.move(600, 60);
    for (const query of ['all', 'total', '100', 'mainmain', 'parse/srv', 'app.py:1/'])
        assert.equal(await searchFor(page, query), 0, query);
    await close(page);
});

test('matches are coloured as one types, also those that zooming reveals', async () => {
    const {file, layout} = draw(example);
    const page = await open(file);
    const colour = () => page.locator('.pf-view path').evaluateAll(paths => paths.map(path => path.getAttribute('fill')));
    await page.keyboard.press('/');
    await page.keyboard.type('form');
    assert.deepEqual(await colour(), ['#e600e6']);
    const area = () => page.locator('.pf-view path').first().getAttribute('d').then(d => d.match(/M/g).length);
    const wide = await area();
    assert.equal(wide, layout.frames.filter(frame => matcher(layout, 'form')(frame) && frame.width > 0).length);
    await page.keyboard.type('at_lines');
    assert.ok(await area() < wide);
    await page.mouse.click(...middle(layout.frames.find(frame => frame.name === '_format_lines' && frame.width > 50)));
    assert.ok((await colour()).includes('#e600e6') && (await colour()).length > 3);
    await page.getByRole('button', {name: 'Reset'}).click();
    assert.deepEqual(await colour(), []);
    assert.equal((await shown(page)).query, '');
    await close(page);
});

test('labels of matches are cut to their frames', async () => {
    const {file, layout} = draw(example);
    const page = await open(file);
    await page.mouse.move(600, 300);
    await page.locator('input').fill('e');
    const overflows = await page.locator('.pf-view g text').evaluateAll((texts, frames) => texts.filter(text => {
        const box = text.getBBox();
        return !frames.some(({x, width}) => x <= box.x && box.x + box.width <= x + width + 0.5);
    }).map(text => text.textContent), layout.frames.filter(frame => frame.width > 0).map(({x, width}) => ({x, width})));
    assert.deepEqual(overflows, []);
    assert.ok(await page.locator('.pf-view g text').count() > 20);
    await hover(page, layout.frames[0]);
    await close(page);
});
