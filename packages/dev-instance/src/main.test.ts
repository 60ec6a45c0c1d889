import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));

async function run(...args: string[]) {
  const { exitCode, stdout, stderr } = await execa(process.execPath, ['--import', 'tsx', main, ...args], {
    reject: false,
  });
  return { exitCode, stdout, stderr };
}

test('the version is that of the Tarantool it stands in for, and says so', async () => {
  expect(await run('--version')).toEqual({
    exitCode: 0,
    stdout: 'Tarantool 2.6.0-0-g47aa4e01e\nA development stand-in, not Tarantool',
    stderr: '',
  });
});

test('what a person types at a console is refused by name, not taken for a file', async () => {
  const { exitCode, stderr } = await run('-e', 'print(1)');
  expect({ exitCode, stderr }).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('The development stand-in has no option -e'),
  });
});
