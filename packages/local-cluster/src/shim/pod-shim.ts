/**
 * Preload of the Node processes of a container (`node --require pod-shim.cjs`). It makes a process that has no
 * namespaces of its own see its pod: the pod's address, names, files, and the end of the node agent.
 */
import { readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { settingsFile } from './config.ts';
import { redirectFiles } from './redirect-files.ts';
import { redirectLookups } from './redirect-lookups.ts';
import { redirectPorts } from './redirect-ports.ts';
import { redirectSockets } from './redirect-sockets.ts';
import type { ShimSettings } from './shim-settings.ts';
import { showHostname } from './show-hostname.ts';
import { watchParent } from './watch-parent.ts';

if (settingsFile) {
  const settings = JSON.parse(readFileSync(settingsFile, 'utf8')) as ShimSettings;
  watchParent();
  redirectLookups(settings);
  redirectSockets(settings);
  redirectPorts(settings);
  showHostname(settings);
  redirectFiles(settings);
  syncBuiltinESMExports();
}
