import { deadlineSeconds } from '../wire/deadlines.ts';
import { type CallOptions, parseAs, type Transport } from '../wire/transport.ts';
import type { ConfigSection, ConfigSectionEdit } from './clusterwide-config.ts';

/** Patches the clusterwide config by file; other files are kept. Returns the named sections that still exist. */
export async function setConfig(
  transport: Transport,
  sections: readonly ConfigSectionEdit[],
  options: CallOptions = {},
): Promise<ConfigSection[]> {
  const call = 'config';
  const data = await transport.send<{ cluster: { config: ConfigSection[] } }>({
    call,
    query: 'mutation($s:[ConfigSectionInput]){ cluster { config(sections:$s) { filename content } } }',
    variables: { s: sections },
    deadlineSeconds: deadlineSeconds.mutation,
    ...options,
  });
  return parseAs({
    transport,
    call,
    data,
    parse: ({ cluster }) => cluster.config.map(({ filename, content }) => ({ filename, content })),
  });
}
