import type { adminApi, InstanceSelf } from '@cartridge-on-kubernetes/api';

export function parseSelf(self: adminApi.ServerShortInfo): InstanceSelf {
  return {
    uri: self.uri,
    uuid: self.uuid,
    alias: self.alias,
    // Nullable in the schema; empty only before the first state is set.
    state: self.state ?? '',
    error: self.error,
    appName: self.app_name,
    instanceName: self.instance_name,
  };
}
