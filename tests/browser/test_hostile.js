/* Names that would like to be more than names. */
'use strict';

const {assert, close, draw, hover, middle, open, serve, shown, test} = require('./suite.js');

const names = ['<script>alert(1)</script>', '</script><script>alert(2)</script>', ']]><script>alert(3)</script>', '"onload="alert(4)',
    '\u0000\u0001\u001b[31m', '\ud800 lone', '\udfff\ud800', '&lt;&amp;&#x3c;', '</title><image href="x" onerror="alert(5)"/>', '-->', '<!--',
    '${alert(6)}', '`${alert(7)}`', "'); alert(8); ('", '\\u003cscript\\u003e', '</metadata><script>alert(9)</script>', '\u202egnp.exe',
    '\ufffe\uffff', '\u2028\u2029', 'tab\tand\nnewline', 'javascript:alert(10)', '</svg>', '%3Cscript%3E', '__proto__', 'constructor',
    'é漢字\u{1F525}', 'x'.repeat(9000), '<img src=x onerror=alert(11)>', '{{alert(12)}}', '\u00a0', ''];

const stacks = names.map((name, i) => [[`/srv/app.py:1:main`, `/srv/${name}.py:${i + 1}:${name}`], 1]);
const html = {'Content-Type': 'text/html; charset=utf-8'};

const scripts = page => page.locator('script').count();

test('whatever functions and files are called, nothing of it is markup or runs', async () => {
    const {file, layout} = draw(stacks, '--title', names.slice(0, 4).join(' '), '--subtitle', names[8], '--countname', names[0]);
    const page = await open(file);
    assert.equal(await scripts(page), 1);
    assert.equal(await page.locator('image, img').count(), 0);
    for (const frame of layout.frames.slice(2)) {
        await hover(page, frame);
        const {name} = await shown(page);
        assert.ok(name.startsWith(frame.name), name);
        await page.keyboard.press('p');
        await page.keyboard.press('p');
    }
    await page.locator('input').fill('<script>');
    assert.match((await shown(page)).found, /in \d+ frames?$/);
    await page.mouse.click(...middle(layout.frames[2]));
    assert.equal(await scripts(page), 1);
    assert.equal(await page.locator('image, img').count(), 0);
    await close(page);
});

test('nor is it in a page of HTML that holds the picture', async () => {
    const {svg, layout} = draw(stacks);
    const page = await open(serve('hostile.html', `<!DOCTYPE html><body style="margin:0">${svg.replace(/^<\?xml.*?\?>/, '')}<p>end</p>`, html));
    assert.equal(await scripts(page), 1);
    assert.equal(await page.locator('img, image, body > :not(svg, p)').count(), 0);
    assert.equal(await page.locator('svg p').count(), 0);
    for (const frame of layout.frames.slice(2, 12)) {
        await hover(page, frame);
        assert.ok((await shown(page)).name.startsWith(frame.name));
    }
    await close(page);
});

test('links lead where the template says', async () => {
    const {file, layout} = draw(stacks, '--link', 'https://example.org/{file}?name={name}');
    const page = await open(file);
    const links = await page.locator('.pf-tips a').evaluateAll(all => all.map(link => link.getAttribute('href')));
    assert.ok(links.length > 10);
    for (const link of links)
        assert.equal(new URL(link).origin, 'https://example.org');
    for (const frame of layout.frames.slice(2, 12)) {
        await hover(page, frame);
        const link = page.locator('.pf-name a');
        if (await link.count() > 0)
            assert.equal(new URL(await link.getAttribute('href')).origin, 'https://example.org');
    }
    await close(page);
});

test('names like those of JavaScript\'s own properties are names', async () => {
    const {file} = draw([['__proto__', 1], ['__proto__;constructor', 2], ['__proto__;constructor;toString', 1]]);
    const page = await open(file);
    await page.mouse.move(500, 100);
    await page.locator('input').fill('__proto__');
    assert.equal((await shown(page)).found, '100% in 1 frame');
    await close(page);
});

test('of a table that was cut off or damaged nothing is shown, and cairo\'s picture stays', async () => {
    const {svg} = draw([['main;parse;read', 4], ['main;parse', 2], ['main;write', 3], ['/srv/other.py:7:<module>;main', 1]]);
    const [, before, table, after] = /^([^]*<metadata>)([^]*)(<\/metadata>[^]*)$/.exec(svg);
    const frames = table.lastIndexOf('\n') + 1;
    const damaged = Array.from({length: 20}, (_, i) => table.slice(0, Math.floor(table.length * i / 20)).replace(/&[^;]*$/, ''));
    damaged.push(table.slice(0, -1), table + '\n', table.slice(0, frames), table.slice(0, frames) + '~~~~~~~~!',
        table.slice(0, frames) + 'é' + table.slice(frames + 1), table.slice(0, frames) + '!', table.replace(/\t[^\t\n]*$/m, '\t'));
    for (const [i, text] of damaged.entries()) {
        const page = await open(serve(`damaged-${i}.svg`, before + text + after));
        assert.equal(await page.locator('svg.pf-live').count(), 0, text);
        assert.deepEqual(page.problems.filter(problem => !problem.startsWith('error: ')), []);
        page.problems.length = 0;
        await close(page);
    }
});
