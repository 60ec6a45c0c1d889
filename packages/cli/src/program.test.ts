import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { buildProgram } from './program.ts';

const commands = listAll(buildProgram());

describe('help', () => {
  test.each(commands)('$path', async ({ path, command }) => {
    await expect(command.helpInformation()).toMatchFileSnapshot(
      `../testdata/help/${path.replaceAll(' ', '-')}.txt`,
    );
  });

  test.each(commands)('every part of $path says what it is', ({ command }) => {
    expect(command.description()).not.toBe('');
    for (const option of command.options) expect(option.description, option.flags).not.toBe('');
  });
});

function listAll(command: Command, parents: string[] = []): { path: string; command: Command }[] {
  const path = [...parents, command.name()];
  return [{ path: path.join(' '), command }, ...command.commands.flatMap(child => listAll(child, path))];
}
