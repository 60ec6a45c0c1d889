import type { Socket } from 'node:net';

/** One JSON message a line, in both directions of a connection between instances. */
export interface MessageStream {
  send(message: object): void;
  close(): void;
}

export function openMessageStream(
  socket: Socket,
  onMessage: (message: Record<string, unknown>) => void,
): MessageStream {
  let pending: string[] = [];
  socket.setEncoding('utf8');
  socket.setNoDelay(true);
  socket.on('data', (chunk: string) => {
    const lines = chunk.split('\n');
    if (lines.length === 1) {
      pending.push(chunk);
      return;
    }
    const first = pending.join('') + lines[0];
    pending = [lines.pop() ?? ''];
    for (const line of [first, ...lines.slice(1)]) deliver(line);
  });
  return {
    send: message => {
      if (!socket.destroyed) socket.write(`${JSON.stringify(message)}\n`);
    },
    close: () => socket.destroy(),
  };

  function deliver(line: string): void {
    if (line === '') return;
    const message = parseMessage(line);
    if (message === undefined) socket.destroy();
    else onMessage(message);
  }
}

function parseMessage(line: string): Record<string, unknown> | undefined {
  try {
    const message: unknown = JSON.parse(line);
    return typeof message === 'object' && message !== null ? (message as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
