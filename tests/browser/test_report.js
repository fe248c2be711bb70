/* The page that pstatsreport writes. */
'use strict';

const {execFileSync} = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const {dumpOf} = require('./dump.js');
const {POLICY, assert, close, open, serve, test} = require('./suite.js');

const data = path.join(__dirname, '../data/');
const demo = path.join(__dirname, '../../examples/demo.pstats');
const compared = ['--baseline=' + data + 'gate-before.pstats', data + 'gate-called.pstats'];

function report(options, headers = {}) {
    const page = execFileSync(path.join(process.env.BUILD, 'pstatsreport'), ['-T', 'html', ...options]);
    return serve('report.html', page, {'Content-Type': 'text/html; charset=utf-8', ...headers});
}

const names = page => page.locator('tbody tr:visible td:last-child').allTextContents();
const column = async (page, number) =>
    (await page.locator(`tbody tr td:nth-child(${number})`).allTextContents()).map(parseFloat);

test('a report sorts by each column, and back', async () => {
    const page = await open(report([demo]));
    const given = await names(page);
    assert.equal(given.length, 428);
    for (const number of [1, 2, 5, 7]) {
        const head = page.locator(`th:nth-child(${number})`);
        await head.locator('button').click();
        assert.equal(await head.getAttribute('aria-sort'), 'descending');
        const falling = await column(page, number);
        assert.deepEqual(falling, [...falling].sort((a, b) => b - a));
        await head.locator('button').click();
        assert.equal(await head.getAttribute('aria-sort'), 'ascending');
        const rising = await column(page, number);
        assert.deepEqual(rising, [...rising].sort((a, b) => a - b));
    }
    await page.locator('th:last-child button').click();
    assert.deepEqual(await names(page), [...given].sort());
    await close(page);
});

for (const width of [400, 1600])
    test(`a report has all rows or those whose names are wanted, on ${width} pixels`, async () => {
        const page = await open(report([demo]), {context: {viewport: {width, height: 800}}});
        await page.locator('input').fill('_PARSE_SUB');
        assert.deepEqual(await names(page), ['/usr/lib/python3.11/re/_parser.py:447(_parse_sub)']);
        await page.locator('input').fill('');
        assert.equal((await names(page)).length, 428);
        await close(page);
    });

for (const options of [[demo], compared, ['--callers=_parse', demo]])
    test(`a report fits into 400 pixels: ${options.join(' ')}`, async () => {
        const page = await open(report(options), {context: {viewport: {width: 400, height: 800}}});
        const wide = await page.evaluate(() => [...document.querySelectorAll('body *')].filter(element => {
            const box = element.getBoundingClientRect();
            return box.width > 0 && (box.left < 0 || box.right > 400);
        }).map(element => element.outerHTML.slice(0, 100)));
        assert.deepEqual(wide, []);
        const columns = await page.evaluate(() => ['th', 'td'].map(name =>
            [...document.querySelector(name).parentElement.cells].map(cell => cell.getBoundingClientRect().right)));
        assert.deepEqual(columns[0], columns[1]);
        await close(page);
    });

for (const width of [700, 1000, 1500, 1920])
    test(`numbers of calls beyond all bounds, and times, fit into ${width} pixels and tell what they are`, async () => {
        const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pstatsreport-'));
        const dump = (name, ...given) => {
            fs.writeFileSync(path.join(folder, name), dumpOf(...given));
            return path.join(folder, name);
        };
        const old = dump('old', [['main;parse', 1], ['main;read', 1e30]], 10n ** 40n);
        const page = await open(report(['-q', '--baseline=' + old, dump('new', [['main;parse', 2], ['main;read', 1]], 3n * 10n ** 40n)]),
            {context: {viewport: {width, height: 800}}});
        fs.rmSync(folder, {recursive: true});
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= width);
        const cell = page.locator('tr', {hasText: '(parse)'}).locator('td').nth(1);
        assert.equal(await cell.textContent(), '3.00e40/?');
        assert.match(await cell.getAttribute('title'), /^30{15}\d{25}\/\?$/);
        const head = page.locator('th:nth-child(2)');
        await head.locator('button').click();
        assert.equal((await names(page))[0], '/srv/app.py:1(main)');
        await close(page);
    });

test('a report is complete where neither scripts nor style sheets are allowed', async () => {
    const page = await open(report([...compared, '--fail-on=calls:50%'], {'Content-Security-Policy': POLICY}));
    page.problems = page.problems.filter(problem => !/Content Security Policy|Blocked script/.test(problem));
    assert.equal((await names(page)).length, 5);
    assert.match(await page.locator('body').textContent(), /Passed: nothing grew beyond its limit/);
    assert.equal(await page.locator('button, input').count(), 0);
    await close(page);
});
