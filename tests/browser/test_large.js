/* Pictures with many frames. */
'use strict';

const {grid} = require('./dump.js');
const {assert, close, draw, middle, open, shown, test} = require('./suite.js');

for (const [width, depth] of [[1000, 20], [200, 100]])
    test(`twenty thousand frames, ${width} in a row: all are found, zoomed and searched`, async () => {
        const {file, layout} = draw(grid(width, depth), '--minwidth', '0.1');
        assert.equal(layout.frames.length, width * depth + 2);
        assert.ok(layout.frames.every(frame => frame.width > 0));
        const page = await open(file);
        const [x, y] = middle(layout.frames.find(frame => frame.name === 'main'));
        await page.evaluate(([px, py]) => scrollTo(0, py - 300) || px, [x, y]);
        const shift = await page.evaluate(() => scrollY);
        await page.mouse.click(x, y - shift);
        const shapes = await page.locator('.pf-view path').evaluateAll(paths =>
            paths.reduce((sum, path) => sum + path.getAttribute('d').match(/M/g).length, 0));
        assert.equal(shapes, width * depth + 2);
        await page.locator('input').fill('step_7_');
        assert.equal((await shown(page)).found, `${(100 / width).toFixed(2)}% in ${depth} frames`);
        await close(page);
    });
