/** SPDY/3.1 frames, as far as Kubernetes' streams use them. Numbers are big-endian. */
export type SpdyFrame =
  | { kind: 'syn-stream'; streamId: number; isLast: boolean; block: Buffer }
  | { kind: 'headers'; streamId: number; isLast: boolean; block: Buffer }
  | { kind: 'reset'; streamId: number }
  | { kind: 'ping'; id: number }
  | { kind: 'go-away' }
  | { kind: 'data'; streamId: number; isLast: boolean; data: Buffer }
  | { kind: 'other' };

const frameHead = 8;
const lastFlag = 1;
const types = { synStream: 1, synReply: 2, reset: 3, ping: 6, goAway: 7, headers: 8 } as const;

/** The first whole frame of the bytes and its length; undefined while bytes are missing. */
export function readFrame(bytes: Buffer): { frame: SpdyFrame; length: number } | undefined {
  if (bytes.length < frameHead) return undefined;
  const length = frameHead + bytes.readUIntBE(5, 3);
  if (bytes.length < length) return undefined;
  const body = bytes.subarray(frameHead, length);
  const isLast = (bytes.readUInt8(4) & lastFlag) !== 0;
  const isControl = (bytes.readUInt8(0) & 0x80) !== 0;
  if (!isControl)
    return { length, frame: { kind: 'data', streamId: bytes.readUInt32BE(0), isLast, data: body } };
  return { length, frame: controlFrame(bytes.readUInt16BE(2), body, isLast) };
}

function controlFrame(type: number, body: Buffer, isLast: boolean): SpdyFrame {
  const streamId = () => body.readUInt32BE(0) & 0x7fffffff;
  switch (type) {
    case types.synStream:
      return { kind: 'syn-stream', streamId: streamId(), isLast, block: body.subarray(10) };
    case types.headers:
      return { kind: 'headers', streamId: streamId(), isLast, block: body.subarray(4) };
    case types.reset:
      return { kind: 'reset', streamId: streamId() };
    case types.ping:
      return { kind: 'ping', id: body.readUInt32BE(0) };
    case types.goAway:
      return { kind: 'go-away' };
    default:
      return { kind: 'other' };
  }
}

export function dataFrame(streamId: number, data: Buffer, isLast: boolean): Buffer {
  const head = Buffer.alloc(frameHead);
  head.writeUInt32BE(streamId, 0);
  head.writeUInt8(isLast ? lastFlag : 0, 4);
  head.writeUIntBE(data.length, 5, 3);
  return Buffer.concat([head, data]);
}

export function synReplyFrame(streamId: number, block: Buffer): Buffer {
  return control(types.synReply, Buffer.concat([uint32(streamId), block]));
}

export function pingFrame(id: number): Buffer {
  return control(types.ping, uint32(id));
}

export function goAwayFrame(lastStreamId: number): Buffer {
  return control(types.goAway, Buffer.concat([uint32(lastStreamId), uint32(0)]));
}

function control(type: number, body: Buffer): Buffer {
  const head = Buffer.alloc(frameHead);
  head.writeUInt16BE(0x8003, 0);
  head.writeUInt16BE(type, 2);
  head.writeUIntBE(body.length, 5, 3);
  return Buffer.concat([head, body]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
