import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lockFolder } from './folder-lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'folder-lock-'));
const program = join(folder, 'lock.mjs');
const children: ChildProcess[] = [];

beforeAll(async () => {
  const contents = `
    import { lockFolder } from './folder-lock.ts';
    process.stdin.once('data', () => {
      try { lockFolder(process.argv[2]); console.log('held'); } catch (error) { console.log(error.code); }
    });
    console.log('there');
  `;
  await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: program,
    logLevel: 'error',
  });
});
afterAll(async () => {
  for (const child of children) await end(child);
  rmSync(folder, { recursive: true });
});

test('of many processes that find the lock of a killed one, one gets the folder', async () => {
  const state = join(folder, 'contended');
  await kill(await holderOf(state));
  const contenders = await Promise.all(Array.from({ length: 8 }, () => startContender(state)));
  const answers = await Promise.all(contenders.map(contender => contender.claim()));
  expect(answers.sort()).toEqual([...Array(7).fill('InUse'), 'held'].sort());
  expect(readdirSync(state)).toHaveLength(1);
});

test('given back it is free, and taken again it is not', () => {
  const state = join(folder, 'given-back');
  const release = lockFolder(state);
  expect(() => lockFolder(state)).toThrow(`in use by process ${process.pid}`);
  release();
  lockFolder(state)();
});

test('a copy of a folder in use is free', async () => {
  const state = join(folder, 'original');
  await holderOf(state);
  const copy = join(folder, 'copy');
  cpSync(state, copy, { recursive: true });
  lockFolder(copy)();
  expect(() => lockFolder(state)).toThrow('in use');
});

async function holderOf(state: string): Promise<ChildProcess> {
  const contender = await startContender(state);
  expect(await contender.claim()).toBe('held');
  return contender.child;
}

async function startContender(state: string) {
  const child = spawn(process.execPath, [program, state], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  return {
    child,
    async claim(): Promise<string> {
      child.stdin.write('go\n');
      return (await lines.next()).value ?? '';
    },
  };
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await kill(child);
}
