import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runBin } from '../../run-bin.test-support.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'cartridge-completion-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('writes both scripts where cartridge-cli writes them', async () => {
  expect(await runBin(['gen', 'completion'], { cwd: folder })).toMatchObject({
    exitCode: 0,
    stderr: '   • Generated completion/bash/cartridge\n   • Generated completion/zsh/_cartridge',
  });
  expect(readdirSync(folder, { recursive: true }).sort()).toEqual([
    'completion',
    'completion/bash',
    'completion/bash/cartridge',
    'completion/zsh',
    'completion/zsh/_cartridge',
  ]);
});

test('leaves out what is skipped', async () => {
  await runBin(['gen', 'completion', '--skip-zsh', '--bash', 'mine'], { cwd: folder });
  expect(readdirSync(folder)).toEqual(['mine']);
});

test.each([
  ['cartridge lo', ['local']],
  ['cartridge local ', ['up', 'status', 'down', 'env', 'image', '--help']],
  ['cartridge local image ', ['list', 'load', '--help']],
  ['cartridge pack docker --ta', ['--tag']],
])('bash completes "%s"', async (line, expected) => {
  await runBin(['gen', 'completion', '--skip-zsh', '--bash', 'mine.bash'], { cwd: folder });
  expect(completeInBash(line)).toEqual(expect.arrayContaining(expected));
});

function completeInBash(line: string): string[] {
  const script = `source ./mine.bash; COMP_WORDS=(${line}); [[ '${line}' == *' ' ]] && COMP_WORDS+=('');
    COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _cartridge; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' }).trim().split('\n');
}
