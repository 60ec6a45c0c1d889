import { expect, test } from 'vitest';
import { patchFailoverParams, readFailoverParams } from './failover-params.ts';

test('defaults are shown, not stored', () => {
  expect(readFailoverParams({ mode: 'disabled' })).toMatchObject({
    failover_timeout: 20,
    state_provider: null,
    tarantool_params: { uri: 'tcp://localhost:4401', password: '******' },
    etcd2_params: { prefix: '/', lock_delay: 10, username: '', password: '******' },
  });
  expect(patchFailoverParams({ mode: 'disabled' }, { mode: 'eventual', failover_timeout: null })).toEqual({
    mode: 'eventual',
  });
});

test('the mask keeps the stored password, any other text replaces it', () => {
  const stored = { mode: 'disabled', tarantool_params: { uri: 'a:1', password: 'old' } };
  expect(
    patchFailoverParams(stored, { tarantool_params: { uri: 'b:2', password: '******' } }).tarantool_params,
  ).toEqual({ uri: 'b:2', password: 'old' });
  expect(
    patchFailoverParams(stored, { tarantool_params: { uri: 'b:2', password: 'new' } }).tarantool_params
      ?.password,
  ).toBe('new');
});

test('fencing reads as off unless the mode is stateful', () => {
  expect(readFailoverParams({ mode: 'eventual', fencing_enabled: true }).fencing_enabled).toBe(false);
  expect(readFailoverParams({ mode: 'stateful', fencing_enabled: true }).fencing_enabled).toBe(true);
});
