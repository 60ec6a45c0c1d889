import { deadlineSeconds } from '../wire/deadline-seconds.ts';
import type { CallOptions, Transport } from '../wire/transport.ts';
import { type ConfigSection, parseConfigSections } from './clusterwide-config.ts';

/** Sections by exact file name, all when none are named; unknown names are just absent. */
export async function observeConfig(
  transport: Transport,
  filenames: readonly string[] | null,
  options: CallOptions = {},
): Promise<ConfigSection[]> {
  return transport.send({
    call: 'cluster.config',
    query: 'query($s:[String!]){ cluster { config(sections:$s) { filename content } } }',
    variables: { s: filenames },
    deadlineSeconds: deadlineSeconds.local,
    parse: parseConfigSections,
    ...options,
  });
}
