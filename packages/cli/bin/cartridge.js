#!/usr/bin/env node
// Old syntax, so that an old Node.js can read this far and say what is wrong.
'use strict';

var version = process.versions.node.split('.').map(Number);
if (version[0] < 20 || (version[0] === 20 && version[1] < 19)) {
  console.error(
    '   \u2A2F cartridge needs Node.js 20.19 or newer, this is ' +
      process.versions.node +
      ' (' +
      process.execPath +
      '). Install a newer one from https://nodejs.org and try again',
  );
  process.exit(1);
}
require('./launch.js');
