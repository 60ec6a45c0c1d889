export type InstanceState =
  | ''
  | 'Unconfigured'
  | 'ConfigFound'
  | 'ConfigLoaded'
  | 'BootstrappingBox'
  | 'RecoveringSnapshot'
  | 'ConnectingFullmesh'
  | 'BoxConfigured'
  | 'ConfiguringRoles'
  | 'RolesConfigured'
  | 'OperationError'
  | 'InitError'
  | 'BootError';

/** The states in which an instance takes part in a two-phase commit. */
export function acceptsConfig(state: InstanceState): boolean {
  return state === 'Unconfigured' || state === 'RolesConfigured' || state === 'OperationError';
}

export function isBroken(state: InstanceState): boolean {
  return state === 'InitError' || state === 'BootError';
}
