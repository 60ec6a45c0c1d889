import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const preamble = `
declare function work(): Promise<void>;
declare function listen(listener: (event: string) => void): void;
declare function report(error: unknown): void;
`;
const refused: Record<string, string> = {
  floating: 'work();',
  'never-caught': 'work().finally(() => report(1));',
  'empty-catch': 'work().catch();',
  'async-listener': 'listen(async () => { await work(); });',
  'returning-listener': 'listen(() => work());',
  'async-property': 'export const options: { onEvent(): void } = { onEvent: async () => {} };',
  condition: 'if (work()) report(1);',
  'in-try': 'export async function f() { try { return work(); } catch { return; } }',
  'array-of-promises': '[1, 2].map(() => work());',
  'no-error': "export const rejected = Promise.reject('text');",
};
const accepted: Record<string, string> = {
  awaited: 'await work();',
  caught: 'work().catch(report);',
  'caught-listener': 'listen(() => { work().catch(report); });',
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lint-'));
  const compilerOptions = { strict: true, target: 'ES2023', module: 'ESNext', lib: ['ES2023'], types: [] };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  await mkdir(join(folder, 'src'));
  for (const [name, code] of Object.entries({ ...refused, ...accepted })) {
    await writeFile(join(folder, 'src', `${name}.ts`), `${preamble}${code}\nexport {};\n`);
  }
});
afterAll(() => rm(folder, { recursive: true }));

test('lint refuses every promise that nothing handles', async () => {
  const oxlint = join(root, 'node_modules/.bin/oxlint');
  const { stdout } = await execa(oxlint, ['--format', 'unix', folder], { cwd: root, reject: false });
  const found = [...stdout.matchAll(/([\w-]+)\.ts:\d+:\d+: /g)].map(([, name]) => name ?? '');
  expect([...new Set(found)].sort()).toEqual(Object.keys(refused).sort());
});

test('lint refuses void, which oxlint takes for handling in an arrow function', async () => {
  await writeFile(join(folder, 'src', 'void.ts'), `${preamble}listen(() => void work());\n`);
  const biome = join(root, 'node_modules/.bin/biome');
  const args = ['lint', '--config-path', 'biome.json', '--vcs-enabled=false', '--reporter=github', folder];
  const { exitCode, stdout } = await execa(biome, args, { cwd: root, reject: false });
  expect(stdout).toMatch(/lint\/complexity\/noVoid,file=.*\/void\.ts,line=5,/);
  expect(exitCode).toBe(1);
});
