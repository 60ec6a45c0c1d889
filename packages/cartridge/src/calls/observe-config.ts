import { deadlineSeconds } from '../wire/deadlines.ts';
import { type CallOptions, parseAs, type Transport } from '../wire/transport.ts';
import type { ConfigSection } from './clusterwide-config.ts';

/** Sections by exact file name, all when none are named; unknown names are just absent. */
export async function observeConfig(
  transport: Transport,
  filenames: readonly string[] | null,
  options: CallOptions = {},
): Promise<ConfigSection[]> {
  const call = 'cluster.config';
  const data = await transport.send<{ cluster: { config: ConfigSection[] } }>({
    call,
    query: 'query($s:[String!]){ cluster { config(sections:$s) { filename content } } }',
    variables: { s: filenames },
    deadlineSeconds: deadlineSeconds.local,
    ...options,
  });
  return parseAs({
    transport,
    call,
    data,
    parse: ({ cluster }) => cluster.config.map(({ filename, content }) => ({ filename, content })),
  });
}
