'use strict';
const { spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const root = path.resolve(__dirname, '../../..');
const main = path.join(root, 'dist/cli/main.mjs');

if (!existsSync(main)) {
  console.error('cartridge is not built yet, building it once');
  const build = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/build.ts'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (build.status !== 0) {
    console.error(
      `   \u2A2F The build failed. Run \`npm ci && npm run build\` in ${root} and see what it says`,
    );
    process.exit(1);
  }
}
import(pathToFileURL(main).href).catch(error => {
  console.error(error);
  process.exit(1);
});
