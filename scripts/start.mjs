// `npm start`: builds what is stale, then `cartridge local up` with the arguments passed on.
// Plain JavaScript on builtins, so that it can say what is missing before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

checkNode();
checkInstalled();
build();
startCluster();

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  give(`Node.js 20.19 or newer is needed, this is ${process.versions.node}. Get one from https://nodejs.org`);
}

/** npm leaves a list of what it installed; it must cover the lock file, or a pull has brought new packages. */
function checkInstalled() {
  const installed = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) give(`The packages are not installed. Run \`npm ci\` in ${root}`);
  const wanted = readPackages(join(root, 'package-lock.json'));
  const present = readPackages(installed);
  const missing = Object.entries(wanted).find(
    ([name, { version, link, optional }]) =>
      name.startsWith('node_modules/') && !link && !optional && present[name]?.version !== version,
  );
  if (missing !== undefined)
    give(`${missing[0]} is not as package-lock.json wants it. Run \`npm ci\` in ${root}`);
}

function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

function build() {
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/build.ts'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) give('The build failed, see above');
}

/** A terminal sends its signals to the child as well, other senders do not; hearing one twice does no harm. */
function startCluster() {
  const command = join(root, 'packages/cli/bin/cartridge.js');
  const child = spawn(process.execPath, [command, 'local', 'up', ...process.argv.slice(2)], {
    // Paths in the arguments are meant from where npm was called.
    cwd: process.env.INIT_CWD ?? process.cwd(),
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', code => process.exit(code ?? 1));
}

function give(message) {
  console.error(`   ⨯ ${message}`);
  process.exit(1);
}
