/**
 * Takes out of an answer what differs between two runs of the same software: uptimes, memory figures,
 * file descriptors and ports of replication sockets, Lua stacks, and the order of lists without one.
 */
export function normalise(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer), (key, value) => {
    if (key === 'uptime' || key.endsWith('_used_ratio')) return `<${key}>`;
    if (key === 'io.tarantool.errors.stack') return '<stack>';
    if (typeof value === 'string') return withoutSocketDetails(key, value);
    return Array.isArray(value) && isUnordered(key, value) ? [...value].sort(byIdentity) : value;
  });
}

/** The servers of a replicaset come in failover priority; those of a whole answer in any order. */
function isUnordered(key: string, list: readonly unknown[]): boolean {
  if (key === 'servers') return 'status' in ((list[0] as object | undefined) ?? {});
  return ['replicasets', 'issues', 'force_apply'].includes(key);
}

/** Why a replication connection broke depends on the moment: refused, reset, or closed by a peer without data. */
function withoutSocketDetails(key: string, text: string): string {
  if (key === 'upstream_message') return '<reason>';
  if (key === 'message')
    return text.replace(/state "disconnected" \(.*\)$/, 'state "disconnected" (<reason>)');
  if (key === 'content' && text.length > 200) return '<example text of the section>';
  return text;
}

function byIdentity(a: Record<string, unknown>, b: Record<string, unknown>): number {
  const identity = (item: Record<string, unknown>) =>
    `${item.uri ?? ''}${item.uuid ?? ''}${item.message ?? ''}`;
  return identity(a) < identity(b) ? -1 : 1;
}
