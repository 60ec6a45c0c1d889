import { matchesSelector, type ReplicasetTemplate, type Role } from '@cartridge-on-kubernetes/api';
import { objectReference } from '../plan/object-reference.ts';
import type { Snapshot } from '../snapshot.ts';
import type { RoleView } from './views.ts';

export function buildRoleViews({ roles, templates }: Snapshot): RoleView[] {
  const ordered = [...templates].sort(byName);
  return [...roles]
    .filter(role => role.metadata.deletionTimestamp === undefined)
    .sort(byName)
    .map(role => buildRoleView(role, ordered));
}

function buildRoleView(role: Role, templates: readonly ReplicasetTemplate[]): RoleView {
  const template =
    templates.find(candidate => matchesSelector(role.spec?.selector, candidate.metadata.labels)) ?? null;
  return {
    role,
    name: role.metadata.name,
    ref: objectReference(role),
    template,
    numReplicasets: role.spec?.numReplicasets ?? 1,
    replicas: template?.spec?.replicas ?? 1,
  };
}

function byName(left: { metadata: { name: string } }, right: { metadata: { name: string } }): number {
  return left.metadata.name < right.metadata.name ? -1 : 1;
}
