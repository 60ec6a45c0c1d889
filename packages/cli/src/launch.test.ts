import { execa } from 'execa';
import { expect, test } from 'vitest';
import { bin } from './run-bin.test-support.ts';

const pretend = (version: string) => `
  Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });
  process.argv.push(${JSON.stringify(bin)}, 'version');
  require(${JSON.stringify(bin)});`;

test.each(['0.10.48', '18.20.4', '20.18.1'])('Node.js %s is told what is needed', async version => {
  const result = await execa(process.execPath, ['-e', pretend(version)], { reject: false });
  expect(result).toMatchObject({ exitCode: 1, stdout: '' });
  expect(result.stderr).toContain(`⨯ cartridge needs Node.js 20.19 or newer, this is ${version}`);
});
