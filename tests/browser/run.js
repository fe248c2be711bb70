/* Runs all tests of what the SVG does in a browser. usage: node tests/browser/run.js [PART OF A TEST'S NAME] */
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const {run} = require('./suite.js');

for (const file of fs.readdirSync(__dirname).sort())
    if (file.startsWith('test_'))
        require(path.join(__dirname, file));
run(process.argv[2]);
