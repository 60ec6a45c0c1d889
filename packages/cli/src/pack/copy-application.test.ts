import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runGit } from '../git.ts';
import { copyApplication } from './copy-application.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'copy-application-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('of an application in a folder that git ignores, all files are copied, with a warning', () => {
  runGit(folder, 'init', '--quiet');
  writeFileSync(path.join(folder, '.gitignore'), 'node_modules\n');
  const source = path.join(folder, 'node_modules/app');
  mkdirSync(source, { recursive: true });
  writeFileSync(path.join(source, 'init.lua'), '');
  const target = path.join(folder, 'target');
  const warnings: string[] = [];
  const onWarning = (text: string) => warnings.push(text);
  copyApplication({ source, target, rocks: 'left out', onWarning, onFile() {} });
  expect(readdirSync(target)).toEqual(['init.lua']);
  expect(warnings).toEqual([`${source} is not under git: files that git would ignore are packed too`]);
});
