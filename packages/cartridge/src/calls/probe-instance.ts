import { deadlineSeconds } from '../wire/deadline-seconds.ts';
import type { CallOptions, Transport } from '../wire/transport.ts';

/** One ping that also introduces the instance to the membership; ProbeFailed when it does not answer. */
export async function probeInstance(
  transport: Transport,
  uri: string,
  options: CallOptions = {},
): Promise<void> {
  return transport.send({
    call: 'probe_server',
    query: 'mutation($uri:String!){ probe_server(uri:$uri) }',
    variables: { uri },
    deadlineSeconds: deadlineSeconds.probe,
    parse: () => undefined,
    ...options,
  });
}
