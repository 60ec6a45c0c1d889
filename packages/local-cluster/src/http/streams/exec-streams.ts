import type { Readable, Writable } from 'node:stream';

/** What a client asked to have connected to a process. */
export interface StreamWishes {
  stdin: boolean;
  stdout: boolean;
  stderr: boolean;
  tty: boolean;
}

/** The ends of exec and attach, whatever carries them (WebSocket channels or SPDY streams). */
export interface ExecStreams {
  stdin?: Readable;
  stdout?: Writable;
  stderr?: Writable;
  /** Sends the closing Status after all output is out, and ends the connection. */
  finish(status: object): Promise<void>;
}

export function streamWishes(query: URLSearchParams): StreamWishes {
  const wants = (name: string) => query.get(name) === 'true' || query.get(name) === '1';
  return { stdin: wants('stdin'), stdout: wants('stdout'), stderr: wants('stderr'), tty: wants('tty') };
}
