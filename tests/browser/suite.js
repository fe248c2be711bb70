/* What all tests of the browser share: pictures of dumps, pages that show them, and the list of tests. */
'use strict';

const assert = require('node:assert/strict');
const {execFileSync} = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');
const {launch} = require('./chromium.js');
const {dumpOf} = require('./dump.js');

const program = path.join(process.env.BUILD, 'pstatsflame');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pstatsflame-'));
const tests = [];
let browser, server, made = 0;

/* Jenkins' policy for artifacts: no script, no style sheet, no style attribute. */
const POLICY = "sandbox allow-same-origin; default-src 'none'; img-src 'self'; style-src 'self'";

const test = (name, run) => tests.push({name, run});

/* ---- Pictures ---- */

/* Of stacks (see dump.js) or of a dump's path. layout is what -T json says: figures that the script has no part in. */
function draw(given, ...options) {
    let dump = given;
    const base = path.join(folder, `${++made}`);
    if (typeof given !== 'string')
        fs.writeFileSync(dump = base + '.pstats', dumpOf(given));
    const run = (...more) => execFileSync(program, ['-q', ...options, ...more, dump], {maxBuffer: 1 << 28});
    const svg = run('-T', 'svg');
    fs.writeFileSync(base + '.svg', svg);
    const layout = JSON.parse(run('-T', 'json'));
    for (const frame of layout.frames)
        frame.name = frame.function === null ? 'all' : layout.functions[frame.function].name;
    const height = Number(/height="([\d.]+)"/.exec(svg)[1]);
    return {path: base + '.svg', file: 'file://' + base + '.svg', svg: svg.toString(), height, layout};
}

/* ---- Pages ---- */

/* Opens an address; all that must never happen fails the test, unless it is expected. */
async function open(address, options = {}) {
    const context = await browser.newContext({viewport: {width: 1200, height: 800}, ...options.context});
    const page = await context.newPage();
    page.problems = [];
    page.on('console', message => message.type() === 'error' && page.problems.push('console: ' + message.text()));
    page.on('pageerror', error => page.problems.push('error: ' + error.message));
    page.on('dialog', dialog => {
        page.problems.push('dialog: ' + dialog.message());
        dialog.dismiss();
    });
    page.on('request', request => /^(file|data|about):/.test(request.url()) || request.url().startsWith(origin()) ||
        page.problems.push('request: ' + request.url()));
    await page.goto(address);
    if (options.zoom)
        await page.evaluate(() => scrollTo(0, 0));
    return page;
}

async function close(page) {
    assert.deepEqual(page.problems, []);
    await page.context().close();
}

/* The part of a page, as a PNG. Works where no script does. */
async function shoot(page, {x = 0, y = 0, width, height}) {
    const session = await page.context().newCDPSession(page);
    const {data} = await session.send('Page.captureScreenshot',
        {clip: {x, y, width, height, scale: 1}, captureBeyondViewport: true});
    return Buffer.from(data, 'base64');
}

/* Where a frame of a layout is on a page that shows the picture alone, unzoomed. */
const middle = frame => [frame.x + frame.width / 2, frame.y + frame.height / 2];

async function hover(page, frame) {
    await page.mouse.move(...middle(frame));
}

/* What the bar says and the address; playwright's own view of them lags behind. */
const shown = page => page.evaluate(() => ({
    address: location.href,
    query: document.querySelector('input').value,
    name: document.querySelector('.pf-name').textContent,
    figures: document.querySelector('.pf-figures').textContent,
    found: document.querySelector('output').textContent,
    tip: document.querySelector('.pf-chart title').textContent
}));

/* Pages of the local server: what serve was given, with headers. */
const pages = new Map();
const origin = () => `http://127.0.0.1:${server.address().port}/`;

function serve(name, content, headers = {}) {
    pages.set('/' + name, {content, headers});
    return origin() + name;
}

/* ---- Running ---- */

async function run(only) {
    server = http.createServer((request, response) => {
        const page = pages.get(request.url.split('?')[0]);
        response.writeHead(page ? 200 : 204, {'Content-Type': 'image/svg+xml', ...page?.headers});
        response.end(page?.content);
    });
    await new Promise(ready => server.listen(0, '127.0.0.1', ready));
    browser = await launch();
    let passed = 0, failed = 0;
    for (const {name, run: body} of tests.filter(({name: other}) => !only || other.includes(only)))
        try {
            await body();
            passed++;
        } catch (error) {
            failed++;
            console.log(`failed: ${name}\n${error.stack}`);
        }
    await browser.close();
    server.close();
    fs.rmSync(folder, {recursive: true});
    console.log(`${passed} passed, ${failed} failed`);
    process.exitCode = failed > 0 ? 1 : 0;
}

module.exports = {POLICY, assert, close, draw, hover, middle, open, run, serve, shoot, shown, test};
