/** Ids that links on the page lead to. */
export function instanceAnchor(key: string): string {
  return `instance-${key}`;
}

export function replicasetAnchor(uuid: string): string {
  return `replicaset-${uuid}`;
}
