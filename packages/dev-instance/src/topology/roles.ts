/** A role as it was registered: dependencies are role names, already complete. */
export interface RoleSpec {
  readonly name: string;
  readonly dependencies: readonly string[];
  readonly permanent: boolean;
  readonly hidden: boolean;
  readonly impliesRouter: boolean;
  readonly impliesStorage: boolean;
}

export const VSHARD_STORAGE = 'vshard-storage';
export const VSHARD_ROUTER = 'vshard-router';
export const FAILOVER_COORDINATOR = 'failover-coordinator';

/** The asked roles plus what they depend on, in registration order; unknown names last. */
export function expandRoles(asked: readonly string[], known: readonly RoleSpec[]): string[] {
  const wanted = new Set<string>();
  const add = (name: string) => {
    if (wanted.has(name)) return;
    wanted.add(name);
    for (const dependency of known.find(role => role.name === name)?.dependencies ?? []) add(dependency);
  };
  asked.forEach(add);
  const ordered = known.filter(role => wanted.has(role.name) && !role.permanent).map(role => role.name);
  const unknown = [...wanted].filter(name => !known.some(role => role.name === name));
  return [...ordered, ...unknown];
}

/** What `known_roles` shows: hidden and permanent roles are left out, also among dependencies. */
export function listKnownRoles(known: readonly RoleSpec[]): RoleSpec[] {
  const shown = known.filter(role => !role.hidden && !role.permanent);
  return shown.map(role => ({
    ...role,
    dependencies: transitiveDependencies(role.name, known).filter(name =>
      shown.some(other => other.name === name),
    ),
  }));
}

/** Enabled roles of a replicaset plus the permanent ones: what an instance really runs. */
export function rolesToRun(enabled: readonly string[], known: readonly RoleSpec[]): RoleSpec[] {
  const wanted = new Set(enabled);
  for (const role of known) {
    if (role.permanent)
      for (const name of [role.name, ...transitiveDependencies(role.name, known)]) wanted.add(name);
  }
  return known.filter(role => wanted.has(role.name));
}

function transitiveDependencies(name: string, known: readonly RoleSpec[]): string[] {
  const found: string[] = [];
  const visit = (current: string) => {
    for (const dependency of known.find(role => role.name === current)?.dependencies ?? []) {
      if (found.includes(dependency)) continue;
      found.push(dependency);
      visit(dependency);
    }
  };
  visit(name);
  return found;
}
