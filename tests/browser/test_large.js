/* Pictures with many frames. Says how long they take, and leaves it to people to judge. */
'use strict';

const {assert, close, draw, middle, open, shown, test} = require('./suite.js');

/* depth rows of width frames each, on one that calls them all */
function grid(width, depth) {
    return Array.from({length: width}, (_, column) =>
        [['main', ...Array.from({length: depth}, (__, row) => `/srv/module${column % 97}.py:${row + 1}:step_${column}_${row}`)], 0.01]);
}

for (const [width, depth] of [[1000, 20], [200, 100]])
    test(`twenty thousand frames, ${width} in a row: all are found, zoomed and searched`, async () => {
        const {file, layout} = draw(grid(width, depth), '--minwidth', '0.1');
        assert.equal(layout.frames.length, width * depth + 2);
        assert.ok(layout.frames.every(frame => frame.width > 0));
        const page = await open(file);
        const loaded = await page.evaluate(() => performance.getEntriesByType('navigation')[0].loadEventEnd);
        const [x, y] = middle(layout.frames.find(frame => frame.name === 'main'));
        await page.evaluate(([px, py]) => scrollTo(0, py - 300) || px, [x, y]);
        const shift = await page.evaluate(() => scrollY);
        await page.mouse.move(x, y - shift);
        const zoomed = await page.evaluate(([px, py]) => {
            const began = performance.now();
            document.querySelector('.pf-chart > rect:last-of-type')
                .dispatchEvent(new MouseEvent('click', {clientX: px, clientY: py, bubbles: true}));
            document.documentElement.getBoundingClientRect();
            return performance.now() - began;
        }, [x, y - shift]);
        const shapes = await page.locator('.pf-view path').evaluateAll(paths =>
            paths.reduce((sum, path) => sum + path.getAttribute('d').match(/M/g).length, 0));
        assert.equal(shapes, width * depth + 2);
        await page.locator('input').fill('step_7_');
        assert.equal((await shown(page)).found, `${(100 / width).toFixed(2)}% in ${depth} frames`);
        console.log(`${shapes} frames: loaded in ${Math.round(loaded)} ms, zoomed in ${Math.round(zoomed)} ms`);
        await close(page);
    });
