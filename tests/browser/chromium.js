/* The browser that tests and timings use. */
'use strict';

const {spawnSync} = require('node:child_process');
const path = require('node:path');

const {chromium} = require(path.resolve(process.env.BROWSER_MODULES, 'playwright-core'));

function find() {
    const names = [process.env.CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome'].filter(Boolean);
    for (const name of names) {
        const {stdout} = spawnSync('sh', ['-c', 'command -v "$0"', name]);
        if (stdout.length > 0)
            return stdout.toString().trim();
    }
    throw new Error('no chromium');
}

const launch = () => chromium.launch({
    executablePath: find(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update',
        '--disable-sync', '--no-first-run']
});

module.exports = {launch};
