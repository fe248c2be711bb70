/* Writes dumps as cProfile writes them, from stacks and the seconds spent in them. */
'use strict';

const int = value => {
    const bytes = Buffer.alloc(5);
    bytes.write('i', 'latin1');
    bytes.writeInt32LE(value, 1);
    return bytes;
};
/* Of any size: a BigInt. */
const long = value => {
    const digits = [];
    for (let rest = value; rest > 0n; rest >>= 15n)
        digits.push(Number(rest & 0x7fffn));
    const bytes = int(digits.length);
    bytes.write('l', 'latin1');
    return Buffer.concat([bytes, Buffer.from(Uint16Array.from(digits).buffer)]);
};
const float = value => {
    const bytes = Buffer.alloc(9);
    bytes.write('g', 'latin1');
    bytes.writeDoubleLE(value, 1);
    return bytes;
};
const counted = (code, bytes) => {
    const head = int(bytes.length);
    head.write(code, 'latin1');
    return Buffer.concat([head, bytes]);
};

/* UTF-8 in which lone surrogates stay what they are, as in Python's marshal. */
function text(string) {
    const parts = Array.from(string, character => {
        const code = character.codePointAt(0);
        return code >= 0xd800 && code <= 0xdfff ?
            Buffer.from([0xe0 | code >> 12, 0x80 | code >> 6 & 0x3f, 0x80 | code & 0x3f]) : Buffer.from(character);
    });
    return counted('u', Buffer.concat(parts));
}

function tuple(...items) {
    const head = int(items.length);
    head.write('(', 'latin1');
    return Buffer.concat([head, ...items]);
}

const dict = pairs => Buffer.concat([Buffer.from('{'), ...pairs.flat(), Buffer.from('0')]);

/* "file:line:name" is a function; a name alone is in app.py. Stacks are written "main;parse;read". Each is called once for
 * every stack that it is in. */
function parse(frame) {
    const parts = /^(.*):(\d+):([^]*)$/.exec(frame);
    return parts ? [parts[1], Number(parts[2]), parts[3]] : ['/srv/app.py', 1, frame];
}

/* stacks: [[stack, seconds], …], where a stack is a string, or an array if its names hold semicolons. Calls are so many
 * times those, a BigInt, and as many of them primitive. */
function dumpOf(stacks, times = 1n) {
    const functions = new Map();
    const entry = frame => {
        if (!functions.has(frame))
            functions.set(frame, {calls: 0, self: 0, total: 0, callers: new Map()});
        return functions.get(frame);
    };
    for (const [stack, seconds] of stacks) {
        const frames = typeof stack === 'string' ? stack.split(';') : stack;
        frames.forEach((frame, i) => {
            const callee = entry(frame), isOutermost = frames.indexOf(frame) === i;
            callee.calls++;
            callee.self += i === frames.length - 1 ? seconds : 0;
            callee.total += isOutermost ? seconds : 0;
            if (i > 0) {
                const caller = frames[i - 1];
                const edge = callee.callers.get(caller) || {calls: 0, self: 0, total: 0};
                edge.calls++;
                edge.self += i === frames.length - 1 ? seconds : 0;
                edge.total += isOutermost ? seconds : 0;
                callee.callers.set(caller, edge);
            }
        });
    }
    const key = frame => {
        const [file, line, name] = parse(frame);
        return tuple(text(file), int(line), text(name));
    };
    const count = calls => times > 1n ? long(times * BigInt(calls)) : int(calls);
    const figures = ({calls, self, total}) => [count(calls), count(calls), float(self), float(total)];
    return dict(Array.from(functions, ([frame, callee]) => [key(frame), tuple(...figures(callee),
        dict(Array.from(callee.callers, ([caller, edge]) => [key(caller), tuple(...figures(edge))])))]));
}

/* Stacks: depth rows of width frames each, on one that calls them all. */
const grid = (width, depth) => Array.from({length: width}, (_, column) =>
    [['main', ...Array.from({length: depth}, (__, row) => `/srv/module${column % 97}.py:${row + 1}:step_${column}_${row}`)], 0.01]);

module.exports = {dumpOf, grid};
