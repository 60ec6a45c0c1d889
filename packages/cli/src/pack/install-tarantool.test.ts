import { expect, test } from 'vitest';
import { installForRuntime } from './install-tarantool.ts';

test.each([
  ['2', 'VER=2 bash -s -- --type release', "'tarantool-devel-2*'"],
  ['2.8', 'VER=2.8 bash -s -- --type release', "'tarantool-devel-2.8*'"],
  ['1.10.15', 'VER=1.10 bash -s -- --type release', "'tarantool-devel-1.10.15*'"],
  ['2.11.0', 'VER=2 bash -s -- --type release', "'tarantool-devel-2.11.0*'"],
  ['2.11.0-rc1', 'VER=2 bash -s -- --type pre-release', "'tarantool-devel-2.11.0~rc1'"],
])('Tarantool %s is taken from its series', (version, installer, packageName) => {
  const [line = ''] = installForRuntime({ source: { kind: 'install', version }, sdkImage: undefined });
  expect(line).toContain(installer);
  expect(line.endsWith(`yum -y install ${packageName}`)).toBe(true);
});
