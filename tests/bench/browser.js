/* How long Chromium takes for pictures of twenty thousand frames, narrow ones and such as all have a title: prints for each
 * picture the frames in a row, and the seconds until it is loaded, what the page's main thread worked of these, and until it
 * is zoomed. The least of all runs. usage: node tests/bench/browser.js PSTATSFLAME RUNS */
'use strict';

const {execFileSync} = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const {launch} = require('../browser/chromium.js');
const {dumpOf, grid} = require('../browser/dump.js');

const [program, runs] = process.argv.slice(2);

/* Zooms in on the lowest frame but that of everything, which all others are on. */
function zoom() {
    const pane = document.querySelector('.pf-chart > rect:last-of-type'), box = pane.getBoundingClientRect();
    const began = performance.now(), click = {clientX: box.left + 1, clientY: box.bottom - 24, bubbles: true};
    pane.dispatchEvent(new MouseEvent('click', click));
    document.documentElement.getBoundingClientRect();
    if (!document.querySelector('.pf-view path'))
        throw new Error('nothing was zoomed');
    return (performance.now() - began) / 1000;
}

async function measure(browser, address) {
    const page = await browser.newPage({viewport: {width: 1200, height: 800}});
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', {timeDomain: 'threadTicks'});
    await page.goto(address);
    const {metrics} = await session.send('Performance.getMetrics');
    const loaded = await page.evaluate(() => performance.getEntriesByType('navigation')[0].loadEventEnd / 1000);
    const zoomed = await page.evaluate(zoom);
    await page.close();
    return [loaded, metrics.find(({name}) => name === 'TaskDuration').value, zoomed];
}

async function main() {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pstatsflame-'));
    const browser = await launch();
    for (const [width, depth] of [[1000, 20], [200, 100]]) {
        const dump = path.join(folder, 'in.pstats'), picture = path.join(folder, `${width}.svg`);
        fs.writeFileSync(dump, dumpOf(grid(width, depth)));
        execFileSync(program, ['-q', '--minwidth=0.1', '-o', picture, dump]);
        const best = [Infinity, Infinity, Infinity];
        for (let run = 0; run < runs; run++)
            (await measure(browser, 'file://' + picture)).forEach((value, i) => { best[i] = Math.min(best[i], value); });
        console.log(width, ...best.map(value => value.toFixed(4)));
    }
    await browser.close();
    fs.rmSync(folder, {recursive: true});
}

main();
