import { PassThrough, Writable } from 'node:stream';
import type { WebSocket } from 'ws';
import type { ExecStreams, StreamWishes } from './exec-streams.ts';

/** Channel numbers of v4.channel.k8s.io and v5.channel.k8s.io: the first byte of every message. */
const channels = { stdin: 0, stdout: 1, stderr: 2, error: 3 } as const;
/** v5: the client half-closes the channel named by the second byte. */
const closeChannel = 255;

export const channelProtocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

export function openChannels(socket: WebSocket, wishes: StreamWishes): ExecStreams {
  const stdin = wishes.stdin ? new PassThrough() : undefined;
  socket.on('message', (message: Buffer) => {
    const channel = message[0];
    if (channel === channels.stdin) stdin?.write(message.subarray(1));
    else if (channel === closeChannel && message[1] === channels.stdin) stdin?.end();
  });
  socket.on('close', () => stdin?.end());
  socket.on('error', () => stdin?.end());
  return {
    ...(stdin && { stdin }),
    ...(wishes.stdout && { stdout: output(socket, channels.stdout) }),
    ...(wishes.stderr && !wishes.tty && { stderr: output(socket, channels.stderr) }),
    async finish(status) {
      await send(socket, channels.error, Buffer.from(JSON.stringify(status)));
      socket.close(1000);
    },
  };
}

function output(socket: WebSocket, channel: number): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      send(socket, channel, chunk).then(() => done(), done);
    },
  });
}

/** Sends nothing after the client has disconnected; that is no error of the process. */
function send(socket: WebSocket, channel: number, data: Buffer): Promise<void> {
  return new Promise(resolve => {
    if (socket.readyState !== socket.OPEN) resolve();
    else socket.send(Buffer.concat([Buffer.from([channel]), data]), { binary: true }, () => resolve());
  });
}
