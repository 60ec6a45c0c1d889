import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findTools, repository } from '@cartridge-on-kubernetes/test-kit';
import { execa } from 'execa';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { type AuditEntry, isOperator, readAuditLog } from '../src/audit-log.ts';
import { keptAuditLog } from '../src/folders.ts';
import { testClusters } from '../src/test-clusters.ts';
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

/** Reads the audit logs that the project `kubernetes` left: on each cluster, all tests of one run after each other. */
const logs = new Map<string, AuditEntry[]>();
beforeAll(async () => {
  for (const name of testClusters) {
    const file = keptAuditLog(name);
    await readFile(file).catch(cause => {
      throw new Error('There is no audit log: run the project `kubernetes` first', { cause });
    });
    logs.set(name, await readAuditLog(file));
  }
});

test('every verb that the chart grants was used', async () => {
  const granted = await grantedByChart();
  const unused = unusedRights(granted, [...logs.values()].flat());
  expect(unused.filter(right => !unseen.includes(right))).toEqual([]);
});

describe.each(testClusters)('the rights of the operator, over the whole walk on cluster %s', name => {
  let log: AuditEntry[];
  let requests: AuditEntry[];
  beforeAll(() => {
    log = logs.get(name) ?? [];
    requests = log.filter(isOperator);
  });

  test('no request was forbidden while the chart was installed', () => {
    expect(requests.length).toBeGreaterThan(100);
    expect(new Set(forbiddenWithRights(log).map(describeRequest))).toEqual(new Set());
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
