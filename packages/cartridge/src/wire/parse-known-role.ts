import type { adminApi, KnownRole } from '@cartridge-on-kubernetes/api';

export function parseKnownRole(role: adminApi.Role): KnownRole {
  const dependencies = role.dependencies ?? [];
  const includes = (name: string) => role.name === name || dependencies.includes(name);
  return {
    name: role.name,
    dependencies,
    // implies_* came with 2.5.0; before, they follow from the names.
    impliesRouter: role.implies_router ?? includes('vshard-router'),
    impliesStorage: role.implies_storage ?? includes('vshard-storage'),
  };
}
