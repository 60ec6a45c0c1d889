import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findTools, repository } from '@cartridge/test-kit';
import { execa } from 'execa';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { type AuditEntry, isOperator, readAuditLog } from '../src/audit-log.ts';
import { keptAuditLog } from '../src/folders.ts';
import { describeRequest, forbiddenWithRights, qualify, unusedRights } from './rights-used.ts';
import { answeredWrites, writesWithoutChange } from './writes-without-change.ts';

interface Rule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

/**
 * Granted and never seen in the walk, each with its reason.
 * `update` of finalizers is what admission asks for where OwnerReferencesPermissionEnforcement is on; no request has it.
 */
const unseen = ['update tarantool.io/clusters/finalizers', 'update tarantool.io/roles/finalizers'];

/** Reads the audit log that the project `kubernetes` left: all tests of one run, one operator after the other. */
describe('the rights of the operator, over the whole walk', () => {
  let log: AuditEntry[];
  let requests: AuditEntry[];
  let granted: string[];

  beforeAll(async () => {
    await readFile(keptAuditLog).catch(cause => {
      throw new Error('There is no audit log: run the project `kubernetes` first', { cause });
    });
    log = await readAuditLog(keptAuditLog);
    requests = log.filter(isOperator);
    granted = await grantedByChart();
  });

  test('no request was forbidden while the chart was installed', () => {
    expect(requests.length).toBeGreaterThan(100);
    expect(new Set(forbiddenWithRights(log).map(describeRequest))).toEqual(new Set());
  });

  test('every verb that the chart grants was used', () => {
    expect(unusedRights(granted, log).filter(right => !unseen.includes(right))).toEqual([]);
  });

  test('no write left its object as it was', () => {
    expect(answeredWrites(log).length).toBeGreaterThan(100);
    const idle = writesWithoutChange(log).map(
      entry => `${describeRequest(entry)} ${entry.objectRef?.namespace}/${entry.objectRef?.name}`,
    );
    expect(new Set(idle)).toEqual(new Set());
  });

  test('nothing outside its own namespace was asked for', () => {
    const foreign = requests.filter(({ objectRef, user }) => {
      const own = user.username.split(':')[2];
      return objectRef !== undefined && objectRef.namespace !== own;
    });
    expect(new Set(foreign.map(describeRequest))).toEqual(new Set());
  });
});

async function grantedByChart(): Promise<string[]> {
  const { helm } = await findTools();
  const chart = join(repository, 'charts/tarantool-operator');
  const { stdout } = await execa(helm, ['template', 'tarantool-operator', chart]);
  const roles = parseAllDocuments(stdout)
    .map(document => document.toJS() as { kind?: string; rules?: Rule[] } | null)
    .filter(object => object?.kind === 'Role');
  return roles.flatMap(role => role?.rules ?? []).flatMap(rightsOfRule);
}

function rightsOfRule({ apiGroups, resources, verbs }: Rule): string[] {
  return apiGroups.flatMap(group =>
    resources.flatMap(resource => verbs.map(verb => `${verb} ${qualify(group, resource)}`)),
  );
}
