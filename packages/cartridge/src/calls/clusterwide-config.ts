/** A file of the clusterwide config. System sections (auth, topology, users_acl, vshard, vshard_groups) are not shown. */
export interface ConfigSection {
  filename: string;
  content: string;
}

/** Content null removes the section. */
export interface ConfigSectionEdit {
  filename: string;
  content: string | null;
}

export function parseConfigSections({ cluster }: { cluster: { config: ConfigSection[] } }): ConfigSection[] {
  return cluster.config.map(({ filename, content }) => ({ filename, content }));
}
