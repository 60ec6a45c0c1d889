import { constants, createDeflate, createInflate, type Deflate, type Inflate } from 'node:zlib';
import { readFacts } from '../../schema/facts.ts';

/**
 * The header blocks of one SPDY connection: one zlib stream in each direction, begun with the dictionary of
 * the protocol, so blocks have to be read and written in their order.
 */
export class SpdyHeaders {
  private readonly inflate: Inflate;
  private readonly deflate: Deflate;

  constructor() {
    const dictionary = readFacts('spdy-dictionary.bin');
    this.inflate = createInflate({ dictionary, finishFlush: constants.Z_SYNC_FLUSH });
    this.deflate = createDeflate({ dictionary });
  }

  /** Rejects for a block that is malformed; the connection is of no use after it. */
  async read(block: Buffer): Promise<Record<string, string>> {
    return parseBlock(await this.decompress(block));
  }

  private decompress(block: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.inflate.once('error', reject);
      this.inflate.write(block, () => {
        this.inflate.off('error', reject);
        resolve((this.inflate.read() as Buffer | null) ?? Buffer.alloc(0));
      });
    });
  }

  write(headers: Record<string, string>): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.deflate.once('error', reject);
      this.deflate.write(formatBlock(headers));
      this.deflate.flush(constants.Z_SYNC_FLUSH, () => {
        this.deflate.off('error', reject);
        resolve((this.deflate.read() as Buffer | null) ?? Buffer.alloc(0));
      });
    });
  }

  close(): void {
    this.inflate.close();
    this.deflate.close();
  }
}

function parseBlock(bytes: Buffer): Record<string, string> {
  const headers: Record<string, string> = {};
  let offset = 4;
  const text = () => {
    const end = offset + 4 + bytes.readUInt32BE(offset);
    const value = bytes.toString('utf8', offset + 4, end);
    offset = end;
    return value;
  };
  for (let left = bytes.length < 4 ? 0 : bytes.readUInt32BE(0); left > 0; left -= 1) {
    const name = text().toLowerCase();
    headers[name] = text();
  }
  return headers;
}

function formatBlock(headers: Record<string, string>): Buffer {
  const entries = Object.entries(headers);
  const parts = [number(entries.length)];
  for (const text of entries.flat()) parts.push(number(Buffer.byteLength(text)), Buffer.from(text));
  return Buffer.concat(parts);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
