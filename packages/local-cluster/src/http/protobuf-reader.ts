import { badRequest } from '../errors/api-error.ts';

/** Reads the wire format of protocol buffers: tags, varints, fixed numbers and length-delimited bytes. */
export class ProtobufReader {
  private readonly buffer: Buffer;
  private offset = 0;

  constructor(buffer: Buffer) {
    this.buffer = buffer;
  }

  hasMore(): boolean {
    return this.offset < this.buffer.length;
  }

  tag(): { number: number; wireType: number } {
    const tag = Number(this.varint());
    return { number: tag >>> 3, wireType: tag & 7 };
  }

  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.buffer[this.offset];
      if (byte === undefined) throw truncated();
      this.offset += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw badRequest('a number of the protobuf message is too long');
  }

  bytes(): Buffer {
    const length = Number(this.varint());
    return this.take(length);
  }

  double(): number {
    return this.take(8).readDoubleLE();
  }

  skip(wireType: number): void {
    switch (wireType) {
      case 0:
        this.varint();
        return;
      case 1:
        this.take(8);
        return;
      case 2:
        this.bytes();
        return;
      case 5:
        this.take(4);
        return;
      default:
        throw badRequest(`unknown wire type ${wireType} in a protobuf message`);
    }
  }

  private take(length: number): Buffer {
    const end = this.offset + length;
    if (end > this.buffer.length) throw truncated();
    const part = this.buffer.subarray(this.offset, end);
    this.offset = end;
    return part;
  }
}

function truncated() {
  return badRequest('the protobuf message ends too early');
}
