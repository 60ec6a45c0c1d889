// Runs tests and tells which functions of the packages were run by nothing: neither by vitest nor by a process that a
// test started (CLI, local cluster, operator, dev instances). Arguments choose the tests, as for `vitest run`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import istanbul from 'istanbul-lib-coverage';
import { bundleCoverage } from './coverage/bundle-coverage.ts';
import { findUnreached } from './coverage/unreached.ts';

const folder = path.resolve('coverage');
const ofChildren = path.join(folder, 'processes');
const ofVitest = path.join(folder, 'coverage-final.json');
const tests = process.argv.slice(2);
const everything = ['--project', 'unit', '--project', 'contract', '--project', 'integration'];

rmSync(folder, { recursive: true, force: true });
mkdirSync(ofChildren, { recursive: true });
run('tsx', ['scripts/build.ts']);
const failed = run('vitest', [
  'run',
  ...(tests.length === 0 ? everything : tests),
  '--coverage.enabled',
  '--coverage.provider=v8',
  '--coverage.include=packages/*/src/**/*.{ts,tsx}',
  '--coverage.reporter=json',
  '--coverage.reportOnFailure',
]);

const map = istanbul.createCoverageMap();
if (existsSync(ofVitest)) map.merge(JSON.parse(readFileSync(ofVitest, 'utf8')));
for (const bundle of await bundleCoverage(ofChildren)) map.merge(bundle);
const sources = new RegExp(
  `^${path.resolve('packages')}/[^/]+/src/(?!.*(\\.test\\.tsx?$|/testing/|\\.gen\\.ts$))`,
);
map.filter(file => sources.test(file));

const lines = findUnreached(map).map(
  ({ file, functions }) => `${path.relative('.', file)}: ${functions?.join(', ') ?? 'no function'}`,
);
const { functions, statements } = map.getCoverageSummary();
const summary = `Run: ${functions.pct} % of functions, ${statements.pct} % of statements`;
writeFileSync(path.join(folder, 'unreached.txt'), `${lines.join('\n')}\n`);
console.log(`\nRun by nothing:\n${lines.join('\n')}\n\n${summary}. The list is in coverage/unreached.txt`);
process.exit(failed);

/** Tests build as well, which must not take the source maps away. */
function run(command: string, args: string[]): number {
  const { status } = spawnSync('npx', ['--no-install', command, ...args], {
    stdio: 'inherit',
    env: { ...process.env, BUILD_SOURCE_MAPS: '1', COVERAGE_OF_CHILDREN: ofChildren },
  });
  return status ?? 1;
}
