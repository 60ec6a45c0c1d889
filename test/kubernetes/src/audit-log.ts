import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { auditLog } from './control-plane.ts';

export interface AuditEntry {
  requestReceivedTimestamp: string;
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
}

/** Every request the API server has answered so far; those of a watch appear when they start and when they end. */
export async function readAuditLog(file: string = auditLog): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  for await (const line of createInterface({ input: createReadStream(file) }))
    if (line.includes('tarantool-operator')) entries.push(JSON.parse(line));
  return entries;
}

export function isOperator({ user }: AuditEntry): boolean {
  return /^system:serviceaccount:[^:]+:tarantool-operator$/.test(user.username);
}

export function isWrite({ verb }: AuditEntry): boolean {
  return !['get', 'list', 'watch'].includes(verb);
}
