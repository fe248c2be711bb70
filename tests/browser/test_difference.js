/* What the script says and draws of a comparison. */
'use strict';

const {assert, close, draw, hover, open, shown, test} = require('./suite.js');

/* parse reads no more, but maps; check takes as long as before. */
const before = [['main', 1], ['main;parse', 1], ['main;parse;read', 3], ['main;check', 5]];
const after = [['main', 1.5], ['main;parse', 1], ['main;parse;map', 6], ['main;check', 5]];

const find = (layout, name) => layout.frames.find(frame => frame.name === name);
const difference = (...options) => draw(after, '--baseline', draw(before).path.replace(/svg$/, 'pstats'), ...options);

test('details of a comparison tell both times and calls', async () => {
    const {file, layout} = difference();
    const page = await open(file);
    const expected = {
        all: '13.5 s total · 10.0 s before · +3.50 s (+35.0%) · 100% of all · 0 s self (0%)',
        parse: '7.00 s total · 4.00 s before · +3.00 s (+75.0%) · 51.9% of all · 51.9% of parent · 1.00 s self (7.41%) · 2 calls',
        map: '6.00 s total · new · 44.4% of all · 85.7% of parent · 6.00 s self (44.4%) · 1 call, 0 before',
        check: '5.00 s total · 5.00 s before · no change · 37.0% of all · 37.0% of parent · 5.00 s self (37.0%) · 1 call'
    };
    for (const name in expected) {
        await hover(page, find(layout, name));
        const {figures} = await shown(page);
        assert.equal(figures, expected[name]);
    }
    await close(page);
});

test('details of what took no time before give no share', async () => {
    const {file, layout} = draw(after, '--baseline', draw([['main', 1], ['main;check', 0]]).path.replace(/svg$/, 'pstats'));
    const page = await open(file);
    await hover(page, find(layout, 'check'));
    assert.match((await shown(page)).figures, /^5\.00 s total · 0 s before · \+5\.00 s · /);
    await close(page);
});

test('negated, details tell what is gone and what is now', async () => {
    const {file, layout} = difference('--negate');
    const page = await open(file);
    await hover(page, find(layout, 'read'));
    assert.equal((await shown(page)).figures,
        '3.00 s total before · gone · 30.0% of all · 75.0% of parent · 3.00 s self (30.0%) · 0 calls, 1 before');
    await hover(page, find(layout, 'parse'));
    assert.match((await shown(page)).figures, /^4\.00 s total before · 7\.00 s now · \+3\.00 s \(\+75\.0%\) · /);
    await close(page);
});

test('zoomed, frames of a comparison keep their colours and marks', async () => {
    const {file, layout} = difference();
    const page = await open(file);
    const frame = find(layout, 'parse');
    await page.mouse.click(frame.x + frame.width / 2, frame.y + 5);
    const view = await page.evaluate(() => ({
        fills: Array.from(document.querySelectorAll('.pf-view path'), path => path.getAttribute('fill')),
        labels: Array.from(document.querySelectorAll('.pf-view g text'), text => text.textContent)
    }));
    for (const {name, color} of layout.frames.filter(({name}) => ['main', 'parse', 'map'].includes(name)))
        assert.ok(view.fills.includes(color), `${name}: ${color} is not in ${view.fills}`);
    assert.ok(view.labels.some(label => label.startsWith('+ map')), view.labels.join());
    assert.ok(!view.labels.some(label => label.includes('read')));
    await close(page);
});
