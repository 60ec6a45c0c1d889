import { readManifest } from '../project-folder.ts';

// What `local up` sets up: the cluster of the guide.

export const guide = {
  namespace: 'tarantool',
  operatorRelease: 'tarantool-operator',
  applicationRelease: 'test-app',
  valuesFile: 'examples/guide/values.yaml',
  applicationFolder: 'examples/guide/test-app',
  applicationImage: 'vanyarock01/test-app:0.1.0-0-g68f6117',
  httpPort: 8081,
} as const;

/** The operator's image as the build makes it. */
export function operatorImageArchive(): string {
  return `dist/images/tarantool-operator-${readManifest().version}.tar`;
}
