import { expect, test } from 'vitest';
import { parseOptions } from './parse-options.ts';

const parse = (environment: Record<string, string>, code: Record<string, unknown> = {}) =>
  parseOptions({ appFile: '/app/init.lua', environment, code });

test('the environment wins over code, code over defaults', () => {
  expect(parse({ TARANTOOL_HTTP_PORT: '9000' }, { http_port: 8000, bucket_count: 100 })).toMatchObject({
    httpPort: 9000,
    bucketCount: 100,
    cookie: 'secret-cluster-cookie',
    webuiPrefix: '',
  });
});

test('a number at the end of the instance name moves the default ports', () => {
  expect(parse({ TARANTOOL_INSTANCE_NAME: 'storage_3', TARANTOOL_ADVERTISE_URI: 'host' })).toMatchObject({
    advertiseUri: 'host:3303',
    httpPort: 8083,
    alias: 'storage_3',
  });
});

test.each([
  [
    { TARANTOOL_HTTP_PORT: 'tcp://10.0.0.1:80' },
    'TypeCastError',
    'can\'t typecast http_port="tcp://10.0.0.1:80" to number',
  ],
  [
    { TARANTOOL_HTTP_ENABLED: 'perhaps' },
    'TypeCastError',
    'can\'t typecast http_enabled="perhaps" to boolean',
  ],
  [{ TARANTOOL_CLUSTER_COOKIE: 'with blank' }, 'CartridgeCfgError', 'Invalid cluster cookie'],
  [{ TARANTOOL_ADVERTISE_URI: 'http://x:1' }, 'CartridgeCfgError', 'Invalid advertise_uri'],
])('%o stops the start', (environment, className, message) => {
  expect(() => parse(environment)).toThrow(
    expect.objectContaining({ className, message: expect.stringContaining(message) }),
  );
});

test('a prefix gets its leading slash and loses its trailing one', () => {
  expect(parse({ TARANTOOL_WEBUI_PREFIX: 'app/' }).webuiPrefix).toBe('/app');
});
