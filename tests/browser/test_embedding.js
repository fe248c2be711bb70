/* The SVG inside other pages. */
'use strict';

const {assert, close, draw, middle, open, serve, shown, test} = require('./suite.js');

const html = {'Content-Type': 'text/html; charset=utf-8'};
const inline = svg => svg.replace(/^<\?xml.*?\?>/, '');
const one = () => draw([['main', 1], ['main;parse', 2], ['main;parse;read', 1]], '--title', 'One');
const two = () => draw([['begin', 1], ['begin;work', 2], ['begin;work;zip', 3]], '--title', 'Two');

async function openTwo(fragment = '') {
    const address = serve('two.html', `<!DOCTYPE html><h1>Report</h1><style>text { fill: red }</style><p id="text">Text</p>
        <div id="first">${inline(one().svg)}</div><div id="second">${inline(two().svg)}</div>`, html);
    return open(address + fragment);
}

test('two in one page do not get in each other\'s way', async () => {
    const page = await openTwo();
    const ids = await page.locator('[id]').evaluateAll(elements => elements.map(element => element.id));
    assert.equal(new Set(ids).size, ids.length);
    const wrong = await page.evaluate(() => Array.from(document.querySelectorAll('use')).filter(use =>
        use.closest('svg') !== document.querySelector(use.getAttribute('href')).closest('svg')).length);
    assert.equal(wrong, 0);
    for (const [part, query] of [['#first', 'parse'], ['#second', 'zip']]) {
        await page.locator(part).locator('.pf-chart').hover();
        await page.locator(part).locator('input').fill(query);
    }
    assert.equal(await page.locator('#first output').textContent(), '75.0% in 1 frame');
    assert.equal(await page.locator('#second output').textContent(), '50.0% in 1 frame');
    const {address} = await shown(page);
    assert.match(address, /#search=parse&search2=zip$/);
    const again = await openTwo(new URL(address).hash);
    assert.equal(await again.locator('#second input').inputValue(), 'zip');
    assert.equal(await again.locator('#first input').inputValue(), 'parse');
    await close(page);
    await close(again);
});

test('a page keeps its own looks, keys and title', async () => {
    const page = await openTwo();
    const look = () => page.evaluate(() => ['h1', 'p', 'body'].map(selector => {
        const {color, backgroundColor, fontFamily} = getComputedStyle(document.querySelector(selector));
        return [color, backgroundColor, fontFamily];
    }));
    const before = await look();
    assert.deepEqual(before[1], ['rgb(0, 0, 0)', 'rgba(0, 0, 0, 0)', before[1][2]]);
    await page.keyboard.press('/');
    await page.keyboard.press('ArrowDown');
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'BODY');
    assert.doesNotMatch((await shown(page)).address, /#/);
    await page.locator('#first .pf-chart').hover();
    assert.deepEqual(await look(), before);
    await close(page);
});

test('in a page that scales it, the pointer still meets its frames', async () => {
    const {svg, layout} = one();
    const address = serve('scaled.html', `<!DOCTYPE html><style>svg { width: 600px; height: auto; margin: 33px }</style>${inline(svg)}`, html);
    const page = await open(address);
    const box = await page.locator('svg').boundingBox();
    const [x, y] = middle(layout.frames.find(frame => frame.name === 'parse'));
    await page.mouse.move(box.x + x / 2, box.y + y / 2);
    assert.match((await shown(page)).name, /^parse/);
    const panel = await page.locator('.pf-panel').boundingBox();
    assert.ok(Math.abs(panel.width - box.width) < 2, `${panel.width}`);
    await close(page);
});

test('as an object, in a frame and as an image it shows without errors', async () => {
    const {svg} = one();
    const address = serve('one.svg', svg);
    const holder = serve('holder.html', `<!DOCTYPE html><object data="${address}" type="image/svg+xml"></object>
        <iframe src="${address}" width="800" height="300"></iframe><iframe src="${address}" sandbox="allow-scripts"></iframe>
        <img src="${address}">`, html);
    const page = await open(holder);
    const frames = page.frames().slice(1);
    assert.equal(frames.length, 3);
    for (const frame of frames) {
        const {width, height} = await frame.locator('.pf-chart').boundingBox(); /* which may be scaled */
        await frame.locator('.pf-chart').click({position: {x: width * 0.1, y: height * 0.4}, force: true});
        await frame.locator('.pf-view path').first().waitFor({state: 'attached'});
    }
    assert.ok(await page.evaluate(() => document.images[0].naturalWidth) === 1200);
    await close(page);
});
