/* Makes the flame graph around this script answer to pointer, keyboard and search. All it knows of frames is the table
 * in <metadata>, which table.h describes. Names become text, and nothing else. */
(function () {
    'use strict';

    const root = document.currentScript.closest('svg');
    const [facts, ...lines] = root.querySelector('metadata').textContent.split('\n');
    const table = JSON.parse(facts), frames = lines.pop();
    const [left, top, bottom, rowHeight, gap, drawnLevels, narrowest, baseline, inset, narrowestLabelled] = table.page;
    const {width: pageWidth, height: pageHeight} = root.viewBox.baseVal, right = pageWidth - left;
    const barHeight = 46; /* on cairo's page */

    const set = (element, attributes) => {
        for (const name in attributes)
            element.setAttribute(name, attributes[name]);
    };
    const make = space => (name, attributes, ...children) => {
        const element = document.createElementNS('http://www.w3.org/' + space, name);
        set(element, attributes);
        element.append(...children);
        return element;
    };
    const svg = make('2000/svg'), html = make('1999/xhtml');
    const tenth = px => Math.round(px * 10) / 10;

    /* ---- Amounts, as amount.c writes them ---- */

    const grouped = value => value.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ',');
    const threeDigits = value => value >= 1e15 ? value.toPrecision(3) :
        value >= 99.95 ? grouped(value) : value.toFixed(value >= 9.995 ? 1 : 2);

    function amount(steps) {
        const {exponent, unit = 'seconds'} = table;
        const value = exponent < 0 ? steps / 10 ** -exponent : steps * 10 ** exponent;
        if (unit !== 'seconds')
            return (value < 1e15 && value % 1 === 0 ? grouped : threeDigits)(value) + (unit && ' ') + unit;
        for (const [from, scale, name] of [[0.9995, 1, ' s'], [0.9995e-3, 1e3, ' ms'], [0.005e-6, 1e6, ' µs']])
            if (value >= from)
                return threeDigits(value * scale) + name;
        return value > 0 ? '<0.01 µs' : '0 s';
    }

    function share(part, whole) {
        const percent = part / whole * 100;
        return !(percent > 0) ? '0%' : percent < 0.005 ? '<0.01%' :
            percent.toFixed(percent >= 99.95 ? 0 : percent >= 9.995 ? 1 : 2) + '%';
    }

    /* ---- Functions and frames ---- */

    const places = new Uint8Array(128);
    for (let code = 33, place = 0; code < 127; code++)
        places[code] = '"&\'<>\\'.includes(String.fromCharCode(code)) ? 0 : place++;

    /* Yields one number after the other. A damaged table ends the script: cairo's picture stays as it is. */
    const numbersIn = (text, at = 0) => () => {
        for (let value = 0, unit = 1; at < text.length; unit *= 44) {
            const place = places[text.charCodeAt(at++)];
            value += place % 44 * unit;
            if (place < 44)
                return value;
        }
        throw Error('The table of frames is damaged');
    };

    const hash = (text, seed) => {
        for (let i = 0; i < text.length; i++)
            seed = Math.imul(seed ^ text.charCodeAt(i), 16777619);
        return seed;
    };

    /* By the numbers that frames have; 0 is everything, which no search finds. */
    const functions = [{name: 'all', lower: '', place: '', calls: -1, colour: 0, hash: 0}];
    let path = '', base = '', seed = hash('\0', 0);
    for (const line of lines) {
        if (!line.includes('\t')) {
            [path, base, seed] = [line, line.match(/[^/\\]*([/\\]__init__\.py)?$/)[0], hash(line + '\0', 0)];
            continue;
        }
        const [name, numbers, short, given, link] = line.split('\t'), next = numbersIn(numbers);
        const doubled = next(), at = doubled % 2 ? -(doubled + 1) / 2 : doubled / 2, place = path && path + ':' + at;
        const isModule = path && name === '<module>', shown = short || (isModule ? base : name);
        const label = given || shown + (isModule ? '  ' + name : path && `  ${base}:${at}`);
        functions.push({
            name, short: shown, label, place, link, calls: next() - 1, colour: next() - !!table.compared,
            lower: [name, label, place].join('\n').toLowerCase(),
            hash: hash(name, seed)
        });
    }

    /* Columns, by frame. Times are in steps. end is the number behind that of the last frame on this one. */
    const next = numbersIn(frames), count = Math.min(next(), frames.length);
    const column = () => new Float64Array(count);
    const level = column(), parent = column(), kind = column(), start = column(), total = column(), own = column();
    const end = column(), inferred = column(), calls = column().fill(-1), stack = new Int32Array(count);
    const tint = column(), other = column(); /* its colour; the other profile's total */
    const rows = []; /* the frames of each level, from left to right */

    (function decode() {
        const told = new Map(), cuts = column();
        for (let i = 0; i < count; i++) {
            const head = next();
            let below = i - 1;
            for (let down = head >> 3; down > 0 && below > 0; down--)
                below = parent[below];
            parent[i] = below;
            kind[i] = next();
            total[i] = own[i] = next();
            tint[i] = table.compared ? next() : functions[kind[i]].colour;
            other[i] = table.compared ? next() : 0;
            inferred[i] = head & 2;
            if (i > 0) {
                level[i] = level[below] + 1;
                start[i] = start[below] + total[below] - own[below];
                own[below] -= total[i];
                stack[i] = Math.imul(stack[below] ^ functions[kind[i]].hash, 16777619);
                const pair = kind[below] * functions.length + kind[i];
                if (head & 1)
                    told.set(pair, next());
                if (told.has(pair))
                    calls[i] = told.get(pair);
            }
            cuts[i] = head & 4 ? next() : 0;
            (rows[level[i]] ||= []).push(i);
        }
        for (let i = count - 1; i >= 0; i--) {
            end[i] = Math.max(end[i], i + 1);
            if (i > 0)
                end[parent[i]] = Math.max(end[parent[i]], end[i]);
        }
        own.forEach((steps, i) => { own[i] = steps - cuts[i] > 1 ? steps - cuts[i] : 0; }); /* 1 may come from rounding */
    })();

    if (!(total[0] > 0))
        return;
    const colours = table.colours.split('#').slice(1);
    const functionOf = frame => functions[kind[frame]];
    const markOf = frame => colours[tint[frame]].slice(7);
    const isOn = (frame, below) => frame >= below && frame < end[below];

    /* ---- What is shown ---- */

    let zoom = 0;         /* the frame over the whole width */
    let trail = [];       /* what was zoomed in on before */
    let query = '';
    let isMatched = null; /* by function; null: nothing is searched for */
    let current = -1;     /* the pointer's, or the keyboard's */
    let pinned = -1;
    let extra = 0;        /* the height of rows beyond cairo's page */
    let room = 0;         /* what the bar needed besides, at most */

    const pxPerStep = () => (right - left) / total[zoom];
    const rowTop = row => table.inverted ? top + row * rowHeight : bottom + extra - (row + 1) * rowHeight;
    const isFound = frame => isMatched !== null && isMatched[kind[frame]];

    /* What is zoomed in on stands on its ancestors. */
    const isVisible = frame => isOn(zoom, frame) ||
        isOn(frame, zoom) && total[frame] * pxPerStep() >= narrowest && (zoom > 0 || level[frame] < drawnLevels);

    function edges(frame) {
        if (isOn(zoom, frame))
            return [left, right];
        const x = left + (start[frame] - start[zoom]) * pxPerStep();
        const from = tenth(x), to = tenth(x + total[frame] * pxPerStep());
        return [from, to - from >= 3 ? to - gap / 2 : Math.max(to, tenth(from + 0.1))];
    }

    function frameUnder(event) {
        const {x, y} = new DOMPoint(event.clientX, event.clientY).matrixTransform(root.getScreenCTM().inverse());
        const row = Math.floor((table.inverted ? y - top : bottom + extra - y) / rowHeight);
        let frame = zoom;
        if (row > level[zoom]) {
            const steps = start[zoom] + (x - left) / pxPerStep(), frames = rows[row] || [];
            let low = 0;
            for (let high = frames.length; low < high;) {
                const middle = low + high >> 1;
                [low, high] = start[frames[middle]] <= steps ? [middle + 1, high] : [low, middle];
            }
            frame = low > 0 ? frames[low - 1] : -1;
            return frame >= 0 && steps < start[frame] + total[frame] && isVisible(frame) ? frame : -1;
        }
        while (frame >= 0 && level[frame] > row)
            frame = parent[frame];
        return frame;
    }

    /* ---- Labels: each character is measured once ---- */

    const texts = root.querySelector('[font-family]');
    const canvas = html('canvas').getContext('2d'), widths = {};
    canvas.font = texts.getAttribute('font-size') + 'px ' + texts.getAttribute('font-family');
    const widthOf = character => widths[character] ??= canvas.measureText(character).width;

    /* All of text, or what there is room for with an ellipsis, or nothing. */
    function fitting(text, room) {
        let width = 0, kept = '';
        for (const character of text) {
            width += widthOf(character);
            if (width > room)
                return kept.trimEnd().length < 2 ? '' : kept.trimEnd() + '…';
            if (width <= room - widthOf('…'))
                kept += character;
        }
        return text;
    }

    functions[0].label = functions[0].short = 'all  ' + amount(total[0]);

    function labelOf(frame, room) {
        const {label, short} = functionOf(frame), mark = markOf(frame) && markOf(frame) + ' ';
        return fitting(mark + label, room) === mark + label ? mark + label : fitting(mark + short, room);
    }

    /* ---- Drawing: while nothing is zoomed in on, cairo's picture shows, and matches are drawn over it ---- */

    const view = svg('g', {'class': 'pf-view', 'aria-hidden': true});
    const cursor = svg('rect', {'class': 'pf-cursor', fill: 'none', display: 'none'});
    const pin = svg('rect', {'class': 'pf-cursor pf-pin', fill: 'none', display: 'none'});
    const tip = svg('title');
    const pane = svg('rect', {fill: 'none', 'pointer-events': 'all', x: left, y: top, width: right - left}, tip);
    const footer = texts.cloneNode();
    const chart = svg('g', {
        'class': 'pf-chart', tabindex: 0, role: 'tree', 'aria-label': `${amount(total[0])} in ${grouped(count - 1)} frames; arrow keys move between them`
    }, view, footer, pin, cursor, pane);

    const fills = colours.map(colour => '#' + colour.slice(0, 6));
    const [paper] = root.querySelector('g').children;

    function draw() {
        const tops = [], side = `v${rowHeight - gap}H`, shapes = new Map(), labels = texts.cloneNode(), drawn = [];
        let levels = 0;
        for (let frame = parent[zoom]; frame >= 0; frame = parent[frame])
            drawn.push(frame);
        for (let frame = zoom, isShown; frame < end[zoom]; frame = isShown ? frame + 1 : end[frame])
            if ((isShown = isVisible(frame)) && (zoom > 0 || isFound(frame))) {
                drawn.push(frame);
                levels = Math.max(levels, level[frame] + 1);
            }
        const before = extra, place = scrollY;
        extra = zoom > 0 ? Math.max(0, levels - drawnLevels) * rowHeight : 0;
        for (const frame of drawn) {
            const [from, to] = edges(frame), colour = tint[frame], isHit = isFound(frame);
            const y = tops[level[frame]] ??= tenth(rowTop(level[frame])), fill = isHit ? '#e600e6' : fills[colour];
            if (!shapes.has(fill))
                shapes.set(fill, []);
            shapes.get(fill).push('M', from, ' ', y, 'H', to, side, from, 'z');
            const text = to - from < narrowestLabelled ? '' : labelOf(frame, to - from - 2 * inset);
            if (text)
                labels.append(svg('text', {
                    x: tenth(from + inset), y: tenth(y + baseline),
                    fill: colours[colour][6] === '!' && !isHit ? '#fff' : '#000'
                }, text));
        }
        const height = (extra > 0 ? pageHeight + extra : bottom) - top;
        const page = zoom > 0 ? [svg('rect', {fill: paper.getAttribute('fill'), y: top, width: pageWidth, height})] : [];
        view.replaceChildren(...page, ...Array.from(shapes, ([fill, d]) => svg('path', {fill, d: d.join('')})), labels);
        moveFooter();
        resize();
        set(pane, {height: bottom + extra - top});
        if (extra !== before && !table.inverted) /* what is under the pointer stays there */
            scrollTo(scrollX, place + (extra - before) * root.getScreenCTM().d);
    }

    function resize() {
        const height = pageHeight + extra + room;
        set(root, {height, viewBox: `0 0 ${pageWidth} ${height}`});
    }

    /* With more rows than cairo drew, the footer moves down. */
    function moveFooter() {
        const moved = extra > 0 ? [...root.querySelectorAll(':scope > g > path[fill], :scope > g > g > text')] : [];
        footer.replaceChildren(...moved.filter(element => (element.getAttribute('y') || element.getBBox().y) > bottom).map(element => {
            const group = element.parentNode.cloneNode();
            group.append(element.cloneNode(true));
            return group;
        }));
        set(footer, {transform: `translate(0 ${extra})`, 'aria-hidden': true});
    }

    function outline(rect, frame) {
        const isShown = frame >= 0 && isVisible(frame), [x, to] = isShown ? edges(frame) : [0, 0];
        const display = isShown ? 'inline' : 'none', y = isShown ? rowTop(level[frame]) - gap / 2 : 0; /* clear of the text */
        set(rect, {display, x, y, width: Math.max(to - x, 2), height: rowHeight});
    }

    /* ---- The bar: details and controls ---- */

    function button(text, title, act) {
        const made = html('button', {type: 'button', title}, text);
        made.addEventListener('click', act);
        return made;
    }

    const togglePin = () => setPin(pinned < 0 ? subject() : -1);
    const nameLine = html('div', {'class': 'pf-name'}), figureLine = html('div', {'class': 'pf-figures'});
    const details = html('div', {'class': 'pf-details'}, nameLine, figureLine);
    const found = html('output', {'aria-live': 'polite'});
    const field = html('input', {
        type: 'search', placeholder: 'Search names, files (/)', 'aria-label': 'Search names and files', spellcheck: false
    });
    const resetButton = button('Reset', 'Leave zoom, search and pin', reset);
    const pinButton = button('Pin', 'Keep these details (P, or Shift and click)', togglePin);
    const copyButton = button('Copy', 'Copy these details (C)', copy);
    const darkButton = button('Dark', 'Dark or light', () => {
        const dark = !isDark();
        applyScheme(dark === matchMedia(darkScheme).matches ? '' : dark ? 'dark' : 'light');
        writeState();
    });
    const panel = html('div', {'class': 'pf-panel'}, details,
        html('div', {'class': 'pf-controls'}, found, field, resetButton, pinButton, copyButton, darkButton));
    const bar = svg('foreignObject', {'class': 'pf-bar'}, panel);

    /* The frame that details are of. */
    const subject = () => pinned >= 0 ? pinned : current >= 0 ? current : zoom || -1;

    /* As difference.c writes them */
    function changes(frame) {
        const [before, after] = table.negated ? [total[frame], other[frame]] : [other[frame], total[frame]];
        const sign = after < before ? '−' : '+', change = Math.abs(after - before);
        return markOf(frame) ? [markOf(frame) === '+' ? 'new' : 'gone'] : [
            table.negated ? amount(after) + ' now' : amount(before) + ' before',
            !change ? 'no change' : sign + amount(change) + (before > change / 1e6 ? ` (${sign}${share(change, before)})` : '')
        ];
    }

    function figures(frame) {
        const {calls: all, colour: old} = functionOf(frame), below = parent[frame], {reversed, compared} = table;
        const parts = [amount(total[frame]) + (reversed ? '' : ' total') + (table.negated ? ' before' : ''),
            ...compared ? changes(frame) : [], share(total[frame], total[0]) + ' of all'];
        if (below > 0)
            parts.push(share(total[frame], total[below]) + ' of parent');
        if (zoom > 0 && frame > zoom && isOn(frame, zoom) && below !== zoom)
            parts.push(share(total[frame], total[zoom]) + ' of zoomed');
        if (!reversed)
            parts.push(`${amount(own[frame])} self (${share(own[frame], total[0])})`);
        if (inferred[frame])
            parts.push('place inferred');
        if (all >= 0)
            parts.push(grouped(all) + (all === 1 ? ' call' : ' calls') + (calls[frame] < 0 || calls[frame] === all ? '' :
                `, ${grouped(calls[frame])} ${reversed ? 'to' : 'from'} ${functions[kind[below]].short}`) +
                (compared && old >= 0 && old !== all ? `, ${grouped(old)} before` : ''));
        return parts.join(' · ');
    }

    const describe = frame => [functionOf(frame).name, functionOf(frame).place, figures(frame)].filter(Boolean).join('\n');

    function showDetails() {
        const frame = subject(), {name, place, link} = functionOf(Math.max(frame, 0));
        copyButton.disabled = pinButton.disabled = frame < 0;
        pinButton.setAttribute('aria-pressed', pinned >= 0);
        resetButton.disabled = zoom === 0 && !query && pinned < 0;
        if (frame < 0)
            nameLine.textContent = (table.exact ? 'Flame graph' : 'Flame graph of estimated stacks') +
                (table.omitted ? ` without the ${grouped(table.omitted)} thinnest frames` : '');
        else
            nameLine.replaceChildren(html('b', {}, name), ' ', link ?
                html('a', {href: link, target: '_blank', rel: 'noopener noreferrer'}, place) : place);
        figureLine.textContent = frame >= 0 ? figures(frame) :
            'Click or Enter zooms · Esc goes back · arrows move · / searches · Shift-click or P pins';
        outline(cursor, current);
        outline(pin, pinned);
        locateBar();
    }

    /* At the foot of what is visible of the page, at most where there is room for it. */
    function locateBar() {
        if (!root.classList.contains('pf-active'))
            return;
        const matrix = root.getScreenCTM(), box = root.getBoundingClientRect(), seen = visualViewport;
        if (!matrix || !box.width)
            return;
        const at = (x, y) => new DOMPoint(x, y).matrixTransform(matrix.inverse());
        const from = at(Math.max(box.left, seen.offsetLeft), Math.max(box.top, seen.offsetTop));
        const to = at(Math.min(box.right, seen.offsetLeft + seen.width), Math.min(box.bottom, seen.offsetTop + seen.height));
        set(bar, {x: from.x, width: Math.max(to.x - from.x, 0)});
        panel.classList.toggle('pf-narrow', to.x - from.x < 1100);
        const height = panel.offsetHeight;
        if (height > barHeight + room) {
            room = height - barHeight;
            resize();
            locateBar();
        } else
            set(bar, {height, y: Math.min(to.y, Math.max(pageHeight + extra + room, from.y + height)) - height});
    }

    function copy() {
        const tell = text => {
            copyButton.textContent = text;
            setTimeout(() => { copyButton.textContent = 'Copy'; }, 1500);
        };
        const select = () => { /* where the clipboard is out of reach */
            getSelection().selectAllChildren(details);
            tell('Ctrl+C');
        };
        if (subject() < 0)
            return;
        if (navigator.clipboard)
            navigator.clipboard.writeText(describe(subject())).then(() => tell('Copied'), select);
        else
            select();
    }

    /* ---- Dark and light: the last rule of the style sheet is for dark schemes ---- */

    const darkScheme = '(prefers-color-scheme: dark)';
    let scheme = ''; /* "dark" or "light" if the user chose, else "" */

    const isDark = () => scheme ? scheme === 'dark' : matchMedia(darkScheme).matches;

    function applyScheme(chosen) {
        scheme = chosen;
        const {sheet} = root.querySelector('style');
        if (sheet)
            sheet.cssRules[sheet.cssRules.length - 1].media.mediaText = !scheme ? darkScheme : isDark() ? 'all' : 'not all';
        darkButton.setAttribute('aria-pressed', isDark());
    }

    /* ---- State in the address. A frame goes by its number, and by a hash of its stack in case the file is another ---- */

    const nth = document.querySelectorAll('svg.pstatsflame').length; /* each picture of a page has keys of its own */
    const key = name => name + (nth > 1 ? nth : '');
    const toAddress = frame => `${frame}.${(stack[frame] >>> 0).toString(36)}`;

    function fromAddress(text) {
        const [, frame, hashed] = /^(\d{1,9})\.([0-9a-z]{1,7})$/.exec(text) || [];
        const wanted = parseInt(hashed, 36) | 0;
        return !hashed ? -1 : stack[frame] === wanted ? Number(frame) : stack.indexOf(wanted);
    }

    function writeState() {
        const state = new URLSearchParams(location.hash.slice(1));
        const values = {zoom: zoom > 0 && toAddress(zoom), search: query, pin: pinned >= 0 && toAddress(pinned), scheme};
        for (const name in values)
            values[name] ? state.set(key(name), values[name]) : state.delete(key(name));
        try {
            history.replaceState(history.state, '', location.href.split('#')[0] + (`${state}` && '#' + state));
        } catch (refused) { /* in a sandbox the address is not ours: then it says nothing */ }
    }

    function readState() {
        const state = new URLSearchParams(location.hash.slice(1)), chosen = state.get(key('scheme'));
        applyScheme(chosen === 'dark' || chosen === 'light' ? chosen : '');
        zoom = Math.max(fromAddress(state.get(key('zoom'))), 0);
        pinned = fromAddress(state.get(key('pin')));
        trail = [];
        search(field.value = state.get(key('search')) || '');
        if (zoom > 0 || pinned >= 0 || query)
            activate();
    }

    /* ---- What users do ---- */

    function activate() {
        const isNew = !root.classList.contains('pf-active');
        root.classList.add('pf-active');
        if (isNew)
            locateBar();
    }

    function search(text) {
        const wanted = text.toLowerCase();
        query = text;
        isMatched = wanted ? functions.map(({lower}) => lower.includes(wanted)) : null;
        show();
    }

    function searchFor(text) {
        search(field.value = text);
        writeState();
    }

    function show() {
        draw();
        showMatches();
        showDetails();
    }

    /* The share of the visible time: what a frame and others on it match counts once. */
    function showMatches() {
        let frames = 0, steps = 0, covered = 0;
        for (let frame = parent[zoom]; frame >= 0; frame = parent[frame])
            frames += isFound(frame);
        if (frames > 0)
            [steps, covered] = [total[zoom], end[zoom]];
        for (let frame = zoom; frame < end[zoom]; frame++)
            if (isFound(frame)) {
                frames++;
                if (frame >= covered)
                    [steps, covered] = [steps + total[frame], end[frame]];
            }
        found.textContent = !isMatched ? '' : !frames ? 'no match' :
            `${share(steps, total[zoom])} in ${grouped(frames)} ${frames === 1 ? 'frame' : 'frames'}`;
    }

    function zoomTo(frame) {
        zoom = frame;
        if (current < 0 || !isVisible(current))
            current = frame;
        show();
        point(current);
        writeState();
    }

    function zoomIn(frame) {
        if (frame !== zoom) {
            trail.push(zoom);
            zoomTo(frame);
        }
    }

    function setPin(frame) {
        pinned = frame;
        showDetails();
        writeState();
    }

    function reset() {
        zoom = 0;
        trail = [];
        pinned = current = -1;
        searchFor('');
    }

    function goBack() {
        if (pinned >= 0)
            setPin(-1);
        else if (zoom > 0)
            zoomTo(trail.pop() || 0);
        else
            reset();
    }

    function point(frame) {
        current = frame;
        tip.textContent = frame < 0 ? '' : describe(frame);
        pane.setAttribute('class', frame < 0 ? '' : 'pf-pointed');
        showDetails();
    }

    /* The keyboard's frame is an element, made anew each time, so that screen readers say what it is. */
    let spoken = svg('g');

    function focusOn(frame) {
        if (!(frame >= 0))
            return false;
        point(frame);
        spoken.remove();
        spoken = svg('g', {
            id: `pf${nth}-frame${frame}`, role: 'treeitem', 'aria-level': level[frame] + 1, 'aria-selected': true,
            'aria-label': `${functionOf(frame).name}, ${figures(frame)}`
        });
        chart.append(spoken);
        chart.setAttribute('aria-activedescendant', spoken.id);
        cursor.scrollIntoView({block: 'nearest', inline: 'nearest'});
        return true;
    }

    function heaviestChild(frame) {
        let best = -1;
        for (let child = frame + 1; child < end[frame]; child = end[child])
            if (isVisible(child) && (best < 0 || total[child] > total[best]))
                best = child;
        return best;
    }

    function beside(frame, step) {
        const row = rows[level[frame]];
        for (let i = row.indexOf(frame) + step; i in row && isOn(row[i], zoom); i += step)
            if (isVisible(row[i]))
                return row[i];
        return -1;
    }

    function nextMatch(frame, step) {
        for (let tried = 0; tried < count; tried++) {
            frame = (frame + step + count) % count;
            if (isFound(frame) && isVisible(frame))
                return frame;
        }
        return -1;
    }

    /* false: the key does what it does elsewhere. */
    const keys = {
        ArrowUp: frame => focusOn(table.inverted ? parent[frame] : heaviestChild(frame)),
        ArrowDown: frame => focusOn(table.inverted ? heaviestChild(frame) : parent[frame]),
        ArrowLeft: frame => focusOn(beside(frame, -1)),
        ArrowRight: frame => focusOn(beside(frame, 1)),
        Enter: frame => { zoomIn(frame); focusOn(frame); },
        n: frame => focusOn(nextMatch(frame, 1)),
        N: frame => focusOn(nextMatch(frame, -1)),
        p: togglePin,
        c: copy,
        Escape: goBack,
        '/': () => { field.focus(); field.select(); }
    };

    root.addEventListener('keydown', event => {
        const {key: pressed, target} = event;
        if (event.ctrlKey || event.metaKey || event.altKey)
            return;
        activate();
        if (target === field) {
            if (pressed !== 'Escape' && pressed !== 'Enter')
                return;
            chart.focus({preventScroll: true});
            if (pressed === 'Enter')
                focusOn(nextMatch(zoom - 1, 1));
            else
                searchFor('');
            event.preventDefault();
        } else if (Object.hasOwn(keys, pressed) && !(pressed === 'Enter' && panel.contains(target)) &&
            keys[pressed](current >= 0 && isVisible(current) ? current : zoom) !== false)
            event.preventDefault();
    });
    pane.addEventListener('pointermove', event => {
        const frame = frameUnder(event);
        if (event.pointerType !== 'touch' && frame !== current)
            point(frame);
    });
    pane.addEventListener('click', event => {
        const frame = frameUnder(event);
        if (frame < 0)
            return;
        point(frame);
        event.shiftKey ? setPin(pinned === frame ? -1 : frame) : zoomIn(frame);
    });
    field.addEventListener('input', () => searchFor(field.value));
    for (const name of ['pointermove', 'pointerdown', 'focusin'])
        root.addEventListener(name, activate);
    for (const target of [window, visualViewport])
        for (const name of ['scroll', 'resize'])
            target.addEventListener(name, locateBar, true);
    addEventListener('hashchange', readState);
    matchMedia(darkScheme).addEventListener('change', () => applyScheme(scheme));

    root.classList.add('pf-live'); /* so that no browser shows the tips, which follow */
    root.append(chart, bar);
    readState();
})();
