/* The keyboard alone, and what screen readers are told. */
'use strict';

const {assert, close, draw, open, shown, test} = require('./suite.js');

const stacks = [['main', 1], ['main;parse', 4], ['main;parse;read', 2], ['main;eval', 2], ['main;eval;load', 1]];

async function press(page, ...keys) {
    for (const key of keys)
        await page.keyboard.press(key);
}

const name = async page => (await shown(page)).name.split(' ')[0];

/* [orientation, towards callees, towards callers] */
const orientations = [[[], 'ArrowUp', 'ArrowDown'], [['--inverted'], 'ArrowDown', 'ArrowUp']];

for (const [options, away, back] of orientations)
    test(`arrows move between frames, the heaviest child first: ${options[0] || 'upright'}`, async () => {
        const {file} = draw(stacks, ...options);
        const page = await open(file);
        const visited = [];
        for (const key of [away, away, away, 'ArrowRight', 'ArrowLeft', back, 'ArrowLeft', 'ArrowLeft', back, back, back]) {
            await press(page, key);
            visited.push(await name(page));
        }
        /* eval is left of parse: siblings stand by file, line and name */
        assert.deepEqual(visited,
            ['main', 'parse', 'read', 'read', 'load', 'eval', 'eval', 'eval', 'main', 'all', 'all']);
        await close(page);
    });

test('Enter zooms, Escape goes back step by step', async () => {
    const {file} = draw(stacks);
    const page = await open(file);
    const rows = () => page.locator('.pf-view g text').count();
    await press(page, 'ArrowUp', 'ArrowUp', 'Enter');
    assert.equal(await rows(), 4); /* all, main, parse, read */
    await press(page, 'ArrowUp', 'Enter');
    assert.equal(await rows(), 4);
    assert.equal(await name(page), 'read');
    await press(page, 'Escape');
    assert.match((await shown(page)).address, /zoom=/);
    await press(page, 'Escape');
    assert.equal(await rows(), 0);
    assert.doesNotMatch((await shown(page)).address, /#/);
    await press(page, 'Escape', 'Escape');
    await close(page);
});

test('a slash searches, Enter goes to a match, n and N to others, Escape ends it', async () => {
    const {file} = draw(stacks);
    const page = await open(file);
    await press(page, '/');
    assert.equal(await page.evaluate(() => document.activeElement.type), 'search');
    await page.keyboard.type('a');
    await press(page, 'Enter');
    const visited = [await name(page)];
    for (const key of ['n', 'n', 'n', 'n', 'N']) {
        await press(page, key);
        visited.push(await name(page));
    }
    assert.deepEqual(visited, ['main', 'eval', 'load', 'parse', 'read', 'parse']);
    await press(page, '/', 'Escape');
    assert.equal((await shown(page)).found, '');
    assert.equal(await page.locator('.pf-view path').count(), 0);
    await close(page);
});

test('letters that are typed into the search are no commands', async () => {
    const {file} = draw(stacks);
    const page = await open(file);
    await press(page, '/', 'p', 'n', 'c', 'N', '/');
    assert.equal((await shown(page)).query, 'pncN/');
    await close(page);
});

test('p pins and lets go', async () => {
    const {file} = draw(stacks);
    const page = await open(file);
    await press(page, 'ArrowUp', 'ArrowUp', 'p', 'ArrowUp');
    assert.equal(await name(page), 'parse');
    assert.equal(await page.getByRole('button', {name: 'Pin'}).getAttribute('aria-pressed'), 'true');
    await press(page, 'p');
    assert.equal(await name(page), 'read');
    await close(page);
});

test('combinations that belong to the browser stay with it', async () => {
    const {file} = draw(stacks);
    const page = await open(file);
    await press(page, 'ArrowUp', 'Control+p', 'Control+c', 'Alt+ArrowUp');
    assert.equal(await name(page), 'main');
    assert.doesNotMatch((await shown(page)).address, /pin=/);
    await close(page);
});

test('Tab reaches the frames and every control, and the focus shows', async () => {
    const {file} = draw(stacks);
    const page = await open(file);
    const reached = [];
    await press(page, 'Tab', 'Tab', 'ArrowUp'); /* the document comes first */
    const width = await page.evaluate(() => getComputedStyle(document.querySelector('.pf-cursor:not(.pf-pin)')).strokeWidth);
    assert.equal(width, '3px');
    for (let i = 0; i < 4; i++) { /* Reset has nothing to reset */
        await press(page, 'Tab');
        reached.push(await page.evaluate(() => document.activeElement.textContent.trim() || document.activeElement.type));
    }
    assert.deepEqual(reached, ['search', 'Pin', 'Copy', 'Dark']);
    await close(page);
});

test('screen readers hear the title, the frames and the matches', async () => {
    const {file} = draw(stacks, '--title', 'Profile of a parser');
    const page = await open(file);
    const item = () => page.evaluate(() => {
        const tree = document.querySelector('[role=tree]');
        const active = document.getElementById(tree.getAttribute('aria-activedescendant'));
        return active && [active.getAttribute('role'), active.getAttribute('aria-level'), active.getAttribute('aria-label')];
    });
    assert.equal(await page.title(), 'Profile of a parser');
    assert.equal(await item(), null);
    await press(page, 'ArrowUp', 'ArrowUp');
    assert.deepEqual((await item()).slice(0, 2), ['treeitem', '3']);
    assert.match((await item())[2], /^parse, 6\.00 s total · 60\.0% of all/);
    await press(page, 'ArrowUp');
    assert.match((await item())[2], /^read, /);
    assert.equal(await page.locator('[role=treeitem]').count(), 1);
    assert.equal(await page.locator('output[aria-live=polite]').count(), 1);
    assert.equal(await page.getByRole('searchbox', {name: 'Search names and files'}).count(), 1);
    await close(page);
});
