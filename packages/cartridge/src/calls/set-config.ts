import { deadlineSeconds } from '../wire/deadline-seconds.ts';
import type { CallOptions, Transport } from '../wire/transport.ts';
import { type ConfigSection, type ConfigSectionEdit, parseConfigSections } from './clusterwide-config.ts';

/** Patches the clusterwide config by file; other files are kept. Returns the named sections that still exist. */
export async function setConfig(
  transport: Transport,
  sections: readonly ConfigSectionEdit[],
  options: CallOptions = {},
): Promise<ConfigSection[]> {
  return transport.send({
    call: 'config',
    query: 'mutation($s:[ConfigSectionInput]){ cluster { config(sections:$s) { filename content } } }',
    variables: { s: sections },
    deadlineSeconds: deadlineSeconds.mutation,
    parse: parseConfigSections,
    ...options,
  });
}
