import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { auditLog } from './control-plane.ts';

export interface AuditEntry {
  requestReceivedTimestamp: string;
  /** when it was answered */
  stageTimestamp: string;
  verb: string;
  requestURI: string;
  user: { username: string };
  objectRef?: {
    resource: string;
    namespace?: string;
    name?: string;
    apiGroup?: string;
    subresource?: string;
  };
  responseStatus?: { code: number };
  /** of writes by operators */
  responseObject?: { metadata?: { resourceVersion?: string } };
}

/**
 * Requests the API server has answered so far that are by or about an operator, and deletions of namespaces.
 * Those of a watch appear when they start and when they end.
 */
export async function readAuditLog(file: string = auditLog): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  for await (const line of createInterface({ input: createReadStream(file) }))
    if (line.includes('tarantool-operator') || line.includes('"resource":"namespaces"'))
      entries.push(JSON.parse(line));
  return entries;
}

export function isOperator({ user }: AuditEntry): boolean {
  return /^system:serviceaccount:[^:]+:tarantool-operator$/.test(user.username);
}

export function isWrite({ verb }: AuditEntry): boolean {
  return !['get', 'list', 'watch'].includes(verb);
}

/** Whether what gives an operator its rights is taken away by this request: an uninstalled chart, a deleted namespace. */
export function withdrawsRights({ verb, objectRef }: AuditEntry): boolean {
  if (verb !== 'delete') return false;
  return (
    objectRef?.resource === 'namespaces' ||
    (objectRef?.resource === 'rolebindings' && objectRef.name === 'tarantool-operator')
  );
}

/** helm 3 creates the binding, helm 4 applies it. */
export function grantsRights({ verb, objectRef, responseStatus }: AuditEntry): boolean {
  return (
    ['create', 'patch', 'update'].includes(verb) &&
    objectRef?.resource === 'rolebindings' &&
    objectRef.name === 'tarantool-operator' &&
    (responseStatus?.code ?? 500) < 300
  );
}
