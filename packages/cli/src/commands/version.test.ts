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

test('an unknown command without a near one is refused with where to look', async () => {
  const result = await runBin(['local', 'xyz']);
  expect(result.stderr).toMatch(/^ {3}⨯ unknown command 'xyz'\. See `.*cartridge.* --help`\n?$/);
});

test.each([
  [['start', '-d'], 'There is no command "start". `npx cartridge local up` starts a cluster'],
  [['clean', '-f'], 'There is no command "clean". `npx cartridge local down --purge`'],
  [['replicasets', 'list'], 'Change RoleConfig in the values of the chart'],
])('%j of cartridge-cli is answered with what does it here', async (args, expected) => {
  const result = await runBin(args);
  expect(result.exitCode).toBe(1);
  expect(result.stderr).toContain(expected);
});

test('an unknown flag is refused', async () => {
  const result = await runBin(['version', '--colour']);
  expect(result.exitCode).toBe(1);
  expect(result.stderr).toContain("⨯ unknown option '--colour'");
});
