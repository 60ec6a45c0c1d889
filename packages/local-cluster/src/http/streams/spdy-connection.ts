import { Duplex } from 'node:stream';
import { inBackground } from '@cartridge-on-kubernetes/process';
import {
  dataFrame,
  goAwayFrame,
  pingFrame,
  readFrame,
  type SpdyFrame,
  synReplyFrame,
} from './spdy-frames.ts';
import { SpdyHeaders } from './spdy-headers.ts';

const maxDataBytes = 64 * 1024;

/** One stream a client opened; reading ends when the client half-closes it. */
export class SpdyStream extends Duplex {
  readonly id: number;
  readonly headers: Record<string, string>;
  private readonly send: (frame: Buffer, done: (error?: Error | null) => void) => void;

  constructor(options: {
    id: number;
    headers: Record<string, string>;
    send(frame: Buffer, done: (error?: Error | null) => void): void;
  }) {
    super({ allowHalfOpen: true });
    this.id = options.id;
    this.headers = options.headers;
    this.send = options.send;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const frames: Buffer[] = [];
    for (let start = 0; start < chunk.length; start += maxDataBytes)
      frames.push(dataFrame(this.id, chunk.subarray(start, start + maxDataBytes), false));
    this.send(Buffer.concat(frames), done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.send(dataFrame(this.id, Buffer.alloc(0), true), done);
  }
}

/** The server's side of a SPDY/3.1 connection over any duplex: a socket, or the binary messages of a WebSocket. */
export class SpdyConnection {
  private readonly transport: Duplex;
  private readonly onStream: (stream: SpdyStream) => void;
  private readonly headers = new SpdyHeaders();
  private readonly streams = new Map<number, SpdyStream>();
  private lastStreamId = 0;
  private isClosed = false;

  constructor(transport: Duplex, onStream: (stream: SpdyStream) => void) {
    this.transport = transport;
    this.onStream = onStream;
    transport.on('error', () => this.closeStreams());
    transport.on('close', () => this.closeStreams());
    // After a frame that cannot be read, or where the transport broke, nothing that follows can be understood.
    inBackground(this.readFrames(), () => transport.destroy());
  }

  /** Says goodbye and ends the transport once everything written is out. */
  end(): void {
    if (this.isClosed) return;
    this.transport.end(goAwayFrame(this.lastStreamId));
  }

  private async readFrames(): Promise<void> {
    let bytes: Buffer = Buffer.alloc(0);
    // A client that half-closes still reads, so the end of its bytes must not destroy the transport.
    for await (const chunk of this.transport.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
      for (let read = readFrame(bytes); read; read = readFrame(bytes)) {
        bytes = bytes.subarray(read.length);
        await this.take(read.frame);
      }
    }
    this.closeStreams();
  }

  private async take(frame: SpdyFrame): Promise<void> {
    switch (frame.kind) {
      case 'syn-stream':
        return await this.open(frame);
      case 'data': {
        const stream = this.streams.get(frame.streamId);
        if (frame.data.length > 0) stream?.push(frame.data);
        if (frame.isLast) stream?.push(null);
        return;
      }
      case 'headers':
        // Not used by Kubernetes, but the block belongs to the one zlib stream.
        await this.headers.read(frame.block);
        if (frame.isLast) this.streams.get(frame.streamId)?.push(null);
        return;
      case 'reset':
        this.streams.get(frame.streamId)?.destroy();
        return;
      case 'ping':
        this.transport.write(pingFrame(frame.id));
        return;
      case 'go-away':
      case 'other':
        return;
    }
  }

  private async open(frame: Extract<SpdyFrame, { kind: 'syn-stream' }>): Promise<void> {
    const headers = await this.headers.read(frame.block);
    this.lastStreamId = frame.streamId;
    const stream = new SpdyStream({
      id: frame.streamId,
      headers,
      send: (bytes, done) => {
        if (this.isClosed || this.transport.writableEnded) done();
        else this.transport.write(bytes, done);
      },
    });
    stream.on('error', () => undefined);
    stream.on('close', () => this.streams.delete(frame.streamId));
    this.streams.set(frame.streamId, stream);
    this.transport.write(synReplyFrame(frame.streamId, await this.headers.write({})));
    if (frame.isLast) stream.push(null);
    this.onStream(stream);
  }

  private closeStreams(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    for (const stream of this.streams.values()) stream.destroy();
    this.headers.close();
  }
}
