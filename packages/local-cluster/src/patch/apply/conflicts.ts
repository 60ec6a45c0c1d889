import { ApiError } from '../../errors/api-error.ts';
import { type FieldSet, formatPath, pathsOf } from './field-set.ts';
import type { Owner } from './managed-fields.ts';

/** Refuses with every contested field and its owner, as kube-apiserver words it. */
export function refuseConflicts(contested: Array<{ owner: Owner; fields: FieldSet }>): void {
  const conflicts = contested.flatMap(({ owner, fields }) =>
    pathsOf(fields).map(path => ({ owner, field: formatPath(path) })),
  );
  if (conflicts.length === 0) return;
  const causes = conflicts.map(({ owner, field }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${describeOwner(owner)}`,
    field,
  }));
  throw new ApiError({
    code: 409,
    reason: 'Conflict',
    message: `Apply failed with ${conflicts.length} conflict${conflicts.length === 1 ? '' : 's'}: ${describeConflicts(conflicts)}`,
    details: { causes },
  });
}

function describeConflicts(conflicts: Array<{ owner: Owner; field: string }>): string {
  const byOwner = new Map<string, string[]>();
  for (const { owner, field } of conflicts) {
    const text = describeOwner(owner);
    byOwner.set(text, [...(byOwner.get(text) ?? []), field]);
  }
  return [...byOwner]
    .map(([owner, fields]) =>
      fields.length === 1
        ? `conflict with ${owner}: ${fields[0]}`
        : `conflicts with ${owner}:\n- ${fields.join('\n- ')}`,
    )
    .join('\n');
}

function describeOwner({ manager, operation, apiVersion, subresource }: Owner): string {
  const sub = subresource === undefined ? '' : ` with subresource ${JSON.stringify(subresource)}`;
  if (operation === 'Apply') return `${JSON.stringify(manager)}${sub}`;
  return `${JSON.stringify(manager)}${sub} using ${apiVersion}`;
}
