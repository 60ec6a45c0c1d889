/** JSON merge patch that makes `live` hold exactly `wanted`: what is only in `live` is removed, unchanged parts are left out. */
export function replacingPatch(live: unknown, wanted: unknown): Readonly<Record<string, unknown>> {
  const current = isRecord(live) ? live : {};
  const next = isRecord(wanted) ? wanted : {};
  const patch: Record<string, unknown> = {};
  for (const key of Object.keys(current)) if (next[key] === undefined) patch[key] = null;
  for (const [key, value] of Object.entries(next)) {
    if (isRecord(value) && isRecord(current[key])) {
      const inner = replacingPatch(current[key], value);
      if (Object.keys(inner).length > 0) patch[key] = inner;
    } else if (value !== undefined && JSON.stringify(value) !== JSON.stringify(current[key]))
      patch[key] = value;
  }
  return patch;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
