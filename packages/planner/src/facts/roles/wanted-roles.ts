import { type KnownRole, type RolesToAssign, readRolesToAssign } from '@cartridge-on-kubernetes/api';
import type { RoleView } from '../../views/views.ts';

/**
 * Cartridge roles that the manifests give to the replicasets of a Role. As in 0.0.x the annotation of the pod counts,
 * so the pod template is read first; the copies on the ReplicasetTemplate and on the Role are fallbacks.
 */
export function wantedRoles({ role, template }: RoleView): RolesToAssign {
  const sources = [template?.spec?.template?.metadata ?? {}, template?.metadata ?? {}, role.metadata];
  for (const source of sources) {
    const roles = readRolesToAssign(source);
    if (roles.kind !== 'missing') return roles;
  }
  return { kind: 'missing' };
}

/** The roles with all they depend on. Names that the application does not know stay as they are. */
export function expandRoles(roles: readonly string[], known: readonly KnownRole[]): ReadonlySet<string> {
  const dependencies = new Map(known.map(role => [role.name, role.dependencies]));
  return new Set(roles.flatMap(role => [role, ...(dependencies.get(role) ?? [])]));
}

export function unknownRoles(roles: readonly string[], known: readonly KnownRole[]): string[] {
  const names = new Set(known.map(role => role.name));
  return roles.filter(role => !names.has(role));
}

/** Roles of the application that a person may have meant by an unknown name. */
export function similarRoles(unknown: string, known: readonly KnownRole[]): string[] {
  const segments = new Set(unknown.split('.'));
  return known
    .map(role => role.name)
    .filter(
      name =>
        segments.has(name) || segments.has(name.split('.').at(-1) ?? '') || isOneTypoAway(unknown, name),
    );
}

function isOneTypoAway(left: string, right: string): boolean {
  if (Math.abs(left.length - right.length) > 1) return false;
  let start = 0;
  while (start < left.length && left[start] === right[start]) start++;
  let end = 0;
  while (end < Math.min(left.length, right.length) - start && left.at(-1 - end) === right.at(-1 - end)) end++;
  return Math.max(left.length, right.length) - start - end <= 1;
}

export function impliesStorage(roles: Iterable<string>, known: readonly KnownRole[]): boolean {
  return implies({ roles, known, flag: 'impliesStorage', builtIn: 'vshard-storage' });
}

export function impliesRouter(roles: Iterable<string>, known: readonly KnownRole[]): boolean {
  return implies({ roles, known, flag: 'impliesRouter', builtIn: 'vshard-router' });
}

interface Implication {
  roles: Iterable<string>;
  known: readonly KnownRole[];
  flag: 'impliesStorage' | 'impliesRouter';
  /** Cartridge before 2.5.0 does not answer the flags */
  builtIn: string;
}

function implies({ roles, known, flag, builtIn }: Implication): boolean {
  const wanted = expandRoles([...roles], known);
  return wanted.has(builtIn) || known.some(role => role[flag] && wanted.has(role.name));
}
