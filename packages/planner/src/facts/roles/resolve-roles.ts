import type { KnownRole } from '@cartridge-on-kubernetes/api';
import type { Refusal } from '../../plan/notice.ts';
import type { RoleView } from '../../views/views.ts';
import { similarRoles, unknownRoles, wantedRoles } from './wanted-roles.ts';

export type ResolvedRoles =
  | { kind: 'roles'; roles: readonly string[] }
  | { kind: 'refused'; refusal: Refusal };

/** The roles of a Role's replicasets, checked against what the application has registered. */
export function resolveRoles(role: RoleView, known: readonly KnownRole[]): ResolvedRoles {
  const wanted = wantedRoles(role);
  const about = role.ref;
  if (wanted.kind === 'missing') {
    const message = `Role ${role.name} has no annotation tarantool.io/rolesToAssign`;
    return refuse({
      reason: 'RolesMissing',
      about,
      message,
      cure: 'Set RolesToAssign of the role in the values',
    });
  }
  if (wanted.kind === 'invalid') {
    const message = `RolesToAssign of ${role.name} is ${wanted.text}, which is not a list of role names`;
    return refuse({ reason: 'RolesInvalid', about, message, cure: 'Give a list of role names' });
  }
  const unknown = known.length === 0 ? [] : unknownRoles(wanted.roles, known);
  if (unknown.length === 0) return { kind: 'roles', roles: wanted.roles };
  const names = unknown.map(name => `"${name}"`).join(', ');
  return refuse({
    reason: 'UnknownRole',
    about,
    message: `RolesToAssign of ${role.name} names ${names}, which the application does not have`,
    cure: cureFor(unknown, known),
  });
}

function cureFor(unknown: readonly string[], known: readonly KnownRole[]): string {
  const similar = [...new Set(unknown.flatMap(name => similarRoles(name, known)))];
  const names = similar.length > 0 ? similar : known.map(role => role.name);
  const list = JSON.stringify(names);
  return similar.length > 0
    ? `Did you mean RolesToAssign: ${list}? Members keep the roles they have`
    : `The application has the roles ${list}. Members keep the roles they have`;
}

function refuse(refusal: Refusal): ResolvedRoles {
  return { kind: 'refused', refusal };
}
