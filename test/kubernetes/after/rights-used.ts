import { type AuditEntry, grantsRights, isOperator, withdrawsRights } from '../src/audit-log.ts';

/** An operator that is being stopped may outlive its rights by a moment, and still release its Lease. */
export function forbiddenWithRights(log: AuditEntry[]): AuditEntry[] {
  const withRights = new Set<string>();
  return log.filter(entry => {
    const namespace = entry.objectRef?.namespace ?? '';
    if (withdrawsRights(entry)) withRights.delete(namespace);
    else if (grantsRights(entry)) withRights.add(namespace);
    return isOperator(entry) && entry.responseStatus?.code === 403 && withRights.has(namespace);
  });
}

/** Of rights as describeRequest tells them, those that no request of an operator has needed. */
export function unusedRights(granted: string[], log: AuditEntry[]): string[] {
  const used = new Set(log.filter(isOperator).map(describeRequest));
  return granted.filter(right => !used.has(right));
}

/** `patch tarantool.io/clusters/status` */
export function describeRequest({ verb, objectRef }: AuditEntry): string {
  const { apiGroup = '', resource = '', subresource } = objectRef ?? {};
  return `${verb} ${qualify(apiGroup, subresource === undefined ? resource : `${resource}/${subresource}`)}`;
}

export function qualify(group: string, resource: string): string {
  return group === '' ? resource : `${group}/${resource}`;
}
