import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

it('takes the namespace and the pod from the fieldRefs of the chart', () => {
  const environment = { WATCH_NAMESPACE: 'ns', POD_NAME: 'operator-1', POD_NAMESPACE: 'ns' };
  expect(readConfig(environment, 'host')).toEqual({
    namespace: 'ns',
    podNamespace: 'ns',
    podName: 'operator-1',
    metricsPort: 8080,
    healthPort: 8081,
    logLevel: 'info',
    workers: 32,
    resyncSeconds: 180,
  });
});

it('falls back to the host name', () => {
  expect(readConfig({ WATCH_NAMESPACE: 'ns' }, 'host')).toMatchObject({
    podName: 'host',
    podNamespace: 'ns',
  });
});

describe('refuses, by name and rule,', () => {
  const cases: Array<[Record<string, string>, RegExp]> = [
    [{}, /WATCH_NAMESPACE is not set/],
    [
      { WATCH_NAMESPACE: 'ns', WORKERS: 'many' },
      /WORKERS is "many", but must be a whole number of 1 or more/,
    ],
    [{ WATCH_NAMESPACE: 'ns', WORKERS: '0' }, /WORKERS/],
    [{ WATCH_NAMESPACE: 'ns', METRICS_PORT: '80.5' }, /METRICS_PORT/],
    [{ WATCH_NAMESPACE: 'ns', LOG_LEVEL: 'loud' }, /LOG_LEVEL is "loud", but must be one of debug, info/],
  ];
  for (const [environment, says] of cases) {
    it(JSON.stringify(environment), () => {
      expect(() => readConfig(environment, 'host')).toThrow(says);
    });
  }
});
