import { describe, expect, test } from 'vitest';
import type { AuditEntry } from '../src/audit-log.ts';
import { forbiddenWithRights, unusedRights } from './rights-used.ts';
import { writesWithoutChange } from './writes-without-change.ts';

const operator = 'system:serviceaccount:ns:tarantool-operator';

interface Request {
  by?: string;
  verb: string;
  resource: string;
  name?: string;
  code?: number;
  version?: number;
}

/** A log of requests, each answered before the next one comes. */
function logOf(...requests: Request[]): AuditEntry[] {
  return requests.map(({ by = operator, verb, resource, name = 'a', code = 200, version }, index) => ({
    requestReceivedTimestamp: `2030-01-01T00:00:${String(index).padStart(2, '0')}.000000Z`,
    stageTimestamp: `2030-01-01T00:00:${String(index).padStart(2, '0')}.500000Z`,
    verb,
    requestURI: '',
    user: { username: by },
    objectRef: { resource, namespace: 'ns', name },
    responseStatus: { code },
    ...(version === undefined ? {} : { responseObject: { metadata: { resourceVersion: `${version}` } } }),
  }));
}

const granting = { by: 'admin', verb: 'patch', resource: 'rolebindings', name: 'tarantool-operator' };
const withdrawing = { ...granting, verb: 'delete' };
const forbidden = { verb: 'delete', resource: 'pods', code: 403 };

/** What least-privilege.test.ts finds in a log where there is something to find. */
describe('the checks of the audit log', () => {
  test('find a forbidden request while the chart is installed, and not after it', () => {
    for (const verb of ['create', 'patch'])
      expect(forbiddenWithRights(logOf({ ...granting, verb }, forbidden))).toHaveLength(1);
    expect(forbiddenWithRights(logOf({ ...granting, code: 404 }, forbidden))).toEqual([]);
    expect(forbiddenWithRights(logOf(granting, withdrawing, forbidden))).toEqual([]);
  });

  test('find a right that nobody but others used', () => {
    const log = logOf({ verb: 'get', resource: 'pods' }, { by: 'admin', verb: 'delete', resource: 'pods' });
    expect(unusedRights(['get pods', 'delete pods'], log)).toEqual(['delete pods']);
  });

  test('find a write that left its object as it was', () => {
    const patch = (name: string, version: number) => ({ verb: 'patch', resource: 'services', name, version });
    expect(writesWithoutChange(logOf(patch('a', 7), patch('b', 9), patch('a', 11)))).toEqual([]);
    expect(writesWithoutChange(logOf(patch('a', 7), patch('b', 9), patch('a', 7)))).toHaveLength(1);
    expect(writesWithoutChange(logOf(patch('a', 7), patch('a', 7)))).toHaveLength(1);
  });
});
