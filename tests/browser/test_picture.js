/* The picture itself: with and without script and style sheet, and in a dark scheme. */
'use strict';

const {POLICY, assert, close, draw, hover, open, serve, shoot, shown, test} = require('./suite.js');

const example = 'examples/demo.pstats';
const light = {context: {colorScheme: 'light', viewport: {width: 1280, height: 900}}};

const pictures = [
    ['upright', []],
    ['hanging', ['--inverted']],
    ['narrow', ['--width', '400']],
    ['reversed, of another palette', ['--reverse', '--colors', 'hot']],
    ['on a page that is not white', ['--bgcolors', 'grey', '--title', 'A <title> & more']],
    ['with links', ['--link', 'https://example.org/{file}#L{line}']]
];

for (const [what, options] of pictures)
    test(`without script and style sheet the picture is the same, pixel for pixel: ${what}`, async () => {
        const {svg, layout, height} = draw(example, ...options);                                   /* given */
        const [free, bound] = [serve('free.svg', svg), serve('bound.svg', svg, {'Content-Security-Policy': POLICY})];
        const shots = [];
        for (const address of [free, bound]) {                                              /* when */
            const page = await open(address, light);
            const isLive = await page.evaluate(() => document.querySelector('.pf-chart') !== null);
            assert.equal(isLive, address === free);
            shots.push(await shoot(page, {width: layout.width, height}));
            if (address === bound)
                assert.ok(page.problems.splice(0).every(problem => problem.includes('Content Security Policy') ||
                    problem.includes('sandboxed')));
            await close(page);
        }
        assert.ok(shots[0].equals(shots[1]));                                               /* then */
    });

test('a browser without script shows the same, too', async () => {
    const {file} = draw(example);
    const shots = [];
    for (const javaScriptEnabled of [true, false]) {
        const page = await open(file, {context: {...light.context, javaScriptEnabled}});
        shots.push(await shoot(page, {width: 1200, height: 800}));
        await close(page);
    }
    assert.ok(shots[0].equals(shots[1]));
});

test('every frame from 2 px on has a title of its own without script, and no other has', async () => {
    const {file, layout} = draw(example);
    const page = await open(file, {context: {javaScriptEnabled: false}});
    const titles = await page.locator('.pf-tips title').allTextContents();
    const wide = layout.frames.filter(frame => frame.width >= 1.999); /* with the rounding of JSON */
    assert.equal(titles.length, wide.length);
    wide.forEach((frame, i) => assert.ok(titles[i].startsWith(frame.name + '\n'), titles[i]));
    const first = wide[wide.length - 1];
    const under = await page.evaluate(([x, y]) => document.elementFromPoint(x, y).textContent,
        [first.x + first.width / 2, first.y + 5]);
    assert.ok(under.startsWith(first.name));
    await close(page);
});

test('leaving zoom and search leaves the picture as it was, pixel for pixel', async () => {
    const {file, layout, height} = draw(example);
    const page = await open(file, light);
    const clip = {width: layout.width, height: height - 46}; /* without the bar */
    await page.mouse.move(1250, 850);
    const before = await shoot(page, clip);
    await hover(page, layout.frames.find(frame => frame.level === 5 && frame.width > 50));
    await page.mouse.down();
    await page.mouse.up();
    await page.keyboard.press('/');
    await page.keyboard.type('format');
    assert.ok(!before.equals(await shoot(page, clip)));
    await page.getByRole('button', {name: 'Reset'}).click();
    await page.mouse.move(1250, 850);
    assert.ok(before.equals(await shoot(page, clip)));
    await close(page);
});

/* Contrast as WCAG 2 defines it, of two colours as getComputedStyle gives them. */
function contrast(a, b) {
    const luminance = colour => {
        const channels = colour.match(/\d+/g).slice(0, 3).map(Number).map(channel => {
            const part = channel / 255;
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2];
    };
    const [darker, lighter] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (lighter + 0.05) / (darker + 0.05);
}

const colours = page => page.evaluate(() => {
    const of = (selector, property) => getComputedStyle(document.querySelector(selector))[property];
    return {
        page: of('rect', 'fill'), ink: of('.pf-ink', 'fill'), faint: of('.pf-faint', 'fill'),
        bar: of('.pf-panel', 'backgroundColor'), name: of('.pf-name', 'color'), figures: of('.pf-figures', 'color')
    };
});

test('in a dark scheme the page is dark and everything on it legible; the button turns it over', async () => {
    const {file} = draw(example);
    const page = await open(file, {context: {colorScheme: 'dark'}});
    const check = async isDark => {
        const {page: paper, ink, faint, bar, name, figures} = await colours(page);
        assert.equal(contrast(paper, 'rgb(0, 0, 0)') < 2, isDark);
        for (const [text, behind] of [[ink, paper], [faint, paper], [name, bar], [figures, bar]])
            assert.ok(contrast(text, behind) >= 4.5, `${text} on ${behind}`);
    };
    const button = page.getByRole('button', {name: 'Dark'});
    await page.mouse.move(600, 300);
    await check(true);
    assert.equal(await button.getAttribute('aria-pressed'), 'true');
    await button.click();
    await check(false);
    assert.match((await shown(page)).address, /#scheme=light$/);
    await button.click();
    await check(true);
    assert.doesNotMatch((await shown(page)).address, /#/);
    await close(page);
});

test('a dark scheme needs no script', async () => {
    const address = serve('dark.html', `<body style="margin:0"><img src="${serve('dark.svg', draw(example).svg)}">`,
        {'Content-Type': 'text/html'});
    const page = await open(address, {context: {colorScheme: 'dark'}});
    const darkness = await page.evaluate(async () => {
        const canvas = document.createElement('canvas').getContext('2d');
        canvas.drawImage(document.images[0], 0, 0);
        return canvas.getImageData(2, 2, 1, 1).data[0];
    });
    assert.ok(darkness < 64, `${darkness}`);
    await close(page);
});
