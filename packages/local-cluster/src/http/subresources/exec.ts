import { createWebSocketStream } from 'ws';
import { ApiError, badRequest } from '../../errors/api-error.ts';
import type { ExecResult } from '../../node/node-agent.ts';
import type { ApiRequest } from '../api-request.ts';
import { type ExecStreams, streamWishes } from '../streams/exec-streams.ts';
import { portForwardProtocol, servePortForward } from '../streams/port-forward-streams.ts';
import { openSpdyExec } from '../streams/spdy-exec.ts';
import { acceptUpgrade } from '../streams/upgrade.ts';
import { channelProtocols, openChannels } from '../streams/websocket-channels.ts';
import { podOnNode, podTarget } from './pod-target.ts';
import type { ServeSubresource } from './subresource-call.ts';

const spdyProtocols = ['v4.channel.k8s.io'];

/** Runs a command in a container with the client's terminal connected. */
export const serveExec: ServeSubresource = async (request, { service, nodeAgent }, { resource, key }) => {
  const command = request.query.getAll('command');
  if (command.length === 0) throw badRequest('you must specify at least 1 container, command');
  const target = podTarget(service, { resource, key }, request.query.get('container'));
  await withStreams(request, streams =>
    nodeAgent().exec(target, { ...streams, command, tty: streamWishes(request.query).tty }),
  );
};

/** Connects the client to the process a container already runs. */
export const serveAttach: ServeSubresource = async (request, { service, nodeAgent }, { resource, key }) => {
  const target = podTarget(service, { resource, key }, request.query.get('container'));
  await withStreams(request, streams =>
    nodeAgent().attach(target, { ...streams, tty: streamWishes(request.query).tty }),
  );
};

async function withStreams(
  request: ApiRequest,
  run: (streams: ExecStreams) => Promise<ExecResult>,
): Promise<void> {
  const wishes = streamWishes(request.query);
  if (!wishes.stdin && !wishes.stdout && !wishes.stderr)
    throw badRequest('you must specify at least one of stdin, stdout, stderr');
  const carrier = await acceptUpgrade(request.message, upgradeOf(request), {
    websocket: channelProtocols,
    spdy: spdyProtocols,
  });
  const streams =
    carrier.kind === 'websocket'
      ? openChannels(carrier.socket, wishes)
      : await openSpdyExec(carrier.transport, wishes);
  await streams.finish(await outcome(run(streams)));
}

async function outcome(result: Promise<ExecResult>): Promise<object> {
  try {
    const { exitCode } = await result;
    if (exitCode === 0) return { metadata: {}, status: 'Success' };
    return {
      metadata: {},
      status: 'Failure',
      message: `command terminated with non-zero exit code: command terminated with exit code ${exitCode}`,
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: String(exitCode) }] },
    };
  } catch (error) {
    if (error instanceof ApiError) return error.toStatus();
    const message = error instanceof Error ? error.message : String(error);
    return { metadata: {}, status: 'Failure', reason: 'InternalError', message, code: 500 };
  }
}

/** Forwards local ports of the client: SPDY frames, alone or inside the messages of a WebSocket. */
export const servePortForwarding: ServeSubresource = async (
  request,
  { service, nodeAgent },
  { resource, key },
) => {
  const { namespace, pod } = podOnNode(service, { resource, key });
  const carrier = await acceptUpgrade(request.message, upgradeOf(request), {
    websocket: [`SPDY/3.1+${portForwardProtocol}`],
    spdy: [portForwardProtocol],
  });
  const transport = carrier.kind === 'websocket' ? createWebSocketStream(carrier.socket) : carrier.transport;
  servePortForward(transport, port => nodeAgent().portForward({ namespace, pod }, port));
};

function upgradeOf(request: ApiRequest) {
  if (!request.upgrade) throw badRequest('Upgrade request required');
  return request.upgrade;
}
