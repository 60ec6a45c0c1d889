import { expect, test } from 'vitest';
import { runBin } from '../run-bin.test-support.ts';

const line =
  /^Tarantool Cartridge CLI v(\d+)\.(\d+)\.(\d+) [a-z0-9]+\/[a-z0-9]+ commit: ([0-9a-f]{7}|unknown)$/;

test.each([[['version']], [['--version']], [['-v']]])(
  '%s prints name, version, system and commit',
  async args => {
    const result = await runBin(args);
    expect(result).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(line), stderr: '' });
  },
);

test('the version is one that the guide accepts: 2.3.0 or higher', async () => {
  const [, major, minor] = line.exec((await runBin(['version'])).stdout) ?? [];
  expect(Number(major) * 1000 + Number(minor)).toBeGreaterThanOrEqual(2003);
});

test('an unknown command is refused with the nearest one', async () => {
  const result = await runBin(['verison']);
  expect(result).toMatchObject({ exitCode: 1, stdout: '' });
  expect(result.stderr).toContain("⨯ unknown command 'verison'");
  expect(result.stderr).toContain('Did you mean version?');
});

test('an unknown flag is refused', async () => {
  const result = await runBin(['version', '--colour']);
  expect(result.exitCode).toBe(1);
  expect(result.stderr).toContain("⨯ unknown option '--colour'");
});
