/** User and folders of an image by cartridge-cli 2.8 and newer. */
export const applicationUser = '1200:1200';

export const applicationFolders = { run: '/var/run/tarantool', data: '/var/lib/tarantool' };

export const applicationEnvironment = [
  `CARTRIDGE_RUN_DIR=${applicationFolders.run}`,
  `CARTRIDGE_DATA_DIR=${applicationFolders.data}`,
  'TARANTOOL_INSTANCE_NAME=default',
];

export function applicationPath(name: string): string {
  return `/usr/share/tarantool/${name}`;
}

/** Without a shell in between, so that SIGTERM reaches the instance. */
export function applicationCommand(name: string): string[] {
  return ['tarantool', `${applicationPath(name)}/init.lua`];
}

export function nameTags(tags: string[]): string {
  return tags.length === 1 ? String(tags[0]) : `with tags ${tags.join(', ')}`;
}
