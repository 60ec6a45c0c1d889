import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nameCommand } from './own-command.ts';
import { shellWord } from './shell-word.ts';

let folder: string;
let project: string;
let program: string;
let installed: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'own-command-'));
  project = path.join(folder, 'checkout');
  program = path.join(project, 'packages/cli/bin/cartridge.js');
  installed = path.join(folder, 'bin');
  for (const made of [path.dirname(program), path.join(project, 'node_modules/.bin'), installed])
    mkdirSync(made, { recursive: true });
  writeFileSync(program, '');
  chmodSync(program, 0o755);
  symlinkSync(program, path.join(project, 'node_modules/.bin/cartridge'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const named = (changes: { searchPath?: string; folder?: string; project?: string }) =>
  nameCommand({ searchPath: '/usr/bin', folder: project, project, ...changes });

test('in the checkout, and below it, npx finds it', () => {
  expect(named({})).toBe('npx cartridge');
  expect(named({ folder: path.join(project, 'packages') })).toBe('npx cartridge');
});

test('npx finds the installed npm package in its folder and below, and nowhere else', () => {
  const home = path.join(folder, 'home');
  const packaged = path.join(home, 'node_modules/@scope/cli');
  const bin = path.join(packaged, 'packages/cli/bin');
  for (const made of [bin, path.join(home, 'node_modules/.bin'), path.join(home, 'deploy')])
    mkdirSync(made, { recursive: true });
  writeFileSync(path.join(bin, 'cartridge.js'), '');
  symlinkSync(path.join(bin, 'cartridge.js'), path.join(home, 'node_modules/.bin/cartridge'));
  expect(named({ project: packaged, folder: home })).toBe('npx cartridge');
  expect(named({ project: packaged, folder: path.join(home, 'deploy') })).toBe('npx cartridge');
  expect(named({ project: packaged, folder })).toBe(`node ${shellWord(path.join(bin, 'cartridge.js'))}`);
});

test('another installation of this command nearer by is not this one', () => {
  expect(named({ project: path.join(folder, 'elsewhere') })).toMatch(/^node .*elsewhere/);
});

test('the link on the PATH of npx is not on that of the shell', () => {
  const searchPath = `${path.join(project, 'node_modules/.bin')}${path.delimiter}/usr/bin`;
  expect(named({ searchPath })).toBe('npx cartridge');
});

test('elsewhere npx would find a stranger, so the program is named by its place', () => {
  expect(named({ folder })).toBe(`node ${shellWord(program)}`);
  const sibling = `${project}-2`;
  expect(named({ folder: sibling })).toBe(`node ${shellWord(program)}`);
});

test('an installed one is called by its name, wherever one is', () => {
  symlinkSync(program, path.join(installed, 'cartridge'));
  expect(named({ searchPath: `/usr/bin${path.delimiter}${installed}`, folder })).toBe('cartridge');
});

test('another program of that name on PATH is not this one', () => {
  const others = path.join(folder, 'others');
  mkdirSync(others);
  writeFileSync(path.join(others, 'cartridge'), '', { mode: 0o755 });
  expect(named({ searchPath: `${others}${path.delimiter}${installed}` })).toBe('npx cartridge');
});
