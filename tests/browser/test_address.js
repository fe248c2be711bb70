/* State in the address. */
'use strict';

const {assert, close, draw, middle, open, shown, test} = require('./suite.js');

const example = 'examples/demo.pstats';

const state = page => page.evaluate(() => ({
    shapes: Array.from(document.querySelectorAll('.pf-view path'), path => path.getAttribute('d')).join(' '),
    labels: Array.from(document.querySelectorAll('.pf-view text'), text => text.textContent),
    search: document.querySelector('input').value,
    found: document.querySelector('output').textContent,
    name: document.querySelector('.pf-name').textContent,
    isPinned: document.querySelector('.pf-pin').getAttribute('display'),
    isDark: document.querySelector('[aria-pressed]:last-child').getAttribute('aria-pressed')
}));

test('a permalink brings back zoom, search, pin and colours', async () => {
    const {file, layout} = draw(example);
    const page = await open(file);
    const wide = layout.frames.filter(frame => frame.width > 100);
    await page.keyboard.down('Shift');
    await page.mouse.click(...middle(wide[wide.length - 1]));
    await page.keyboard.up('Shift');
    await page.mouse.click(...middle(wide[wide.length - 2]));
    await page.locator('input').fill("get_tokens & <'\"#%=+");
    await page.locator('input').fill('get_tokens');
    await page.getByRole('button', {name: 'Dark'}).click();
    const before = await state(page), {address} = await shown(page);
    assert.deepEqual(Array.from(new URLSearchParams(new URL(address).hash.slice(1)).keys()).sort(),
        ['pin', 'scheme', 'search', 'zoom']);
    await close(page);
    const other = await open(address);
    assert.deepEqual(await state(other), before);
    assert.equal((await shown(other)).address, address);
    await close(other);
});

test('any search survives the address', async () => {
    const {file} = draw(example);
    const page = await open(file);
    await page.mouse.move(500, 300);
    const query = "a&b=c #d %20 + <e> 'f' \"g\" é 漢 \u{1F525}";
    await page.locator('input').fill(query);
    const other = await open((await shown(page)).address);
    assert.equal((await shown(other)).query, query);
    await close(page);
    await close(other);
});

test('a frame is found again by its stack when it has another number', async () => {
    const {file, layout} = draw([['main;parse;read', 5], ['main;write', 5]]);
    const page = await open(file);
    await page.mouse.click(...middle(layout.frames.find(frame => frame.name === 'read')));
    const fragment = new URL((await shown(page)).address).hash;
    await close(page);
    /* the next profile has other functions, and read elsewhere as well */
    const next = draw([['main;aaa;read', 3], ['main;bbb', 3], ['main;parse;read', 4]]);
    const other = await open(next.file + fragment);
    const number = next.layout.frames.findIndex((frame, i) => frame.name === 'read' && next.layout.frames[i - 1].name === 'parse');
    assert.match((await shown(other)).figures, /^4\.00 s total/);
    assert.ok(number > 0);
    await close(other);
});

const bad = ['zoom=', 'zoom=1', 'zoom=-1.0', 'zoom=99999999.zzzzzz', 'zoom=1.zzzzzzz', 'zoom=NaN.0', 'zoom=%', 'zoom=%00', 'pin=x',
    'zoom=0.0&zoom=1.1', 'scheme=blue', 'search=%', '%E0%A4%A', '#', 'a=b', 'zoom=__proto__', 'pin=1e3.0', '<script>alert(1)</script>',
    'zoom=1.0&search=' + 'x'.repeat(5000)];

test('bad fragments do no harm', async () => {
    const {file, layout} = draw(example);
    for (const fragment of bad) {
        const page = await open(`${file}#${fragment}`);
        assert.equal(await page.locator('.pf-view path').count(), 0, fragment);
        await page.mouse.click(...middle(layout.frames[1]));
        assert.match((await shown(page)).name, /exec/);
        await close(page);
    }
});

test('an address that is edited, or gone back to, takes effect at once', async () => {
    const {file} = draw(example);
    const page = await open(file);
    await page.evaluate(() => { location.hash = 'search=format'; });
    await page.waitForFunction(() => document.querySelector('output').textContent !== '');
    assert.equal((await shown(page)).query, 'format');
    await page.goBack();
    await page.waitForFunction(() => document.querySelector('output').textContent === '');
    await close(page);
});

test('what others keep in the fragment stays', async () => {
    const {file} = draw(example);
    const page = await open(file + '#chapter=2');
    await page.mouse.move(500, 300);
    await page.locator('input').fill('format');
    assert.match((await shown(page)).address, /#chapter=2&search=format$/);
    await page.getByRole('button', {name: 'Reset'}).click();
    assert.match((await shown(page)).address, /#chapter=2$/);
    await close(page);
});
