/** Names of the objects the operator makes, as 0.0.8 named them. */
export function statefulSetName(roleName: string, ordinal: number): string {
  return `${roleName}-${ordinal}`;
}

export function podName(statefulSet: string, ordinal: number): string {
  return `${statefulSet}-${ordinal}`;
}

/** Ordinal of a pod of the StatefulSet, or null where the name is not of it. */
export function podOrdinal(statefulSet: string, pod: string): number | null {
  return trailingOrdinal(statefulSet, pod);
}

/** Ordinal of a StatefulSet of the Role, or null where the name is not of it. */
export function statefulSetOrdinal(roleName: string, statefulSet: string): number | null {
  return trailingOrdinal(roleName, statefulSet);
}

export function headlessServiceName(clusterName: string): string {
  return clusterName;
}

export function claimName(claimTemplate: string, pod: string): string {
  return `${claimTemplate}-${pod}`;
}

function trailingOrdinal(prefix: string, name: string): number | null {
  const text = name.startsWith(`${prefix}-`) ? name.slice(prefix.length + 1) : '';
  return /^(0|[1-9]\d*)$/.test(text) ? Number(text) : null;
}
