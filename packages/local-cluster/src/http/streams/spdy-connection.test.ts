import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { constants, deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readFacts } from '../../schema/facts.ts';
import { SpdyConnection, type SpdyStream } from './spdy-connection.ts';
import { dataFrame, readFrame } from './spdy-frames.ts';
import { SpdyHeaders } from './spdy-headers.ts';

const dictionary = readFacts('spdy-dictionary.bin');
const finishFlush = constants.Z_SYNC_FLUSH;

/** A SYN_STREAM as a client writes it. */
async function synStream(id: number, headers: SpdyHeaders, values: Record<string, string>): Promise<Buffer> {
  return synStreamOf(id, await headers.write(values));
}

function synStreamOf(id: number, block: Buffer): Buffer {
  const frame = Buffer.alloc(18);
  frame.writeUInt16BE(0x8003, 0);
  frame.writeUInt16BE(1, 2);
  frame.writeUIntBE(block.length + 10, 5, 3);
  frame.writeUInt32BE(id, 8);
  return Buffer.concat([frame, block]);
}

test('streams carry headers and bytes both ways, however the bytes are cut', async () => {
  const streams: SpdyStream[] = [];
  const server = createServer(socket => {
    new SpdyConnection(socket, stream => {
      streams.push(stream);
      let content = '';
      stream.on('data', chunk => {
        content += chunk;
      });
      stream.on('end', () => stream.end(`echo ${content}`));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as { port: number }).port, '127.0.0.1');
  const headers = new SpdyHeaders();
  const sent = Buffer.concat([
    await synStream(1, headers, { streamtype: 'error', requestid: '0' }),
    await synStream(3, headers, { streamtype: 'data', port: '80', requestid: '0' }),
    dataFrame(3, Buffer.from('hello'), false),
    dataFrame(3, Buffer.alloc(0), true),
  ]);
  for (let start = 0; start < sent.length; start += 7) client.write(sent.subarray(start, start + 7));
  const answer = await readUntilLast(client, 3);
  expect(answer).toBe('echo hello');
  expect(streams.map(stream => stream.headers)).toEqual([
    { streamtype: 'error', requestid: '0' },
    { streamtype: 'data', port: '80', requestid: '0' },
  ]);
  client.destroy();
  headers.close();
  server.close();
  await once(server, 'close');
});

test.each([
  ['is no zlib stream', () => Buffer.from('not compressed')],
  ['says more headers than it has', () => deflateSync(Buffer.of(0, 0, 0, 5), { dictionary, finishFlush })],
])('a header block that %s ends its connection and nothing else', async (_name, buildBlock) => {
  const server = createServer(socket => {
    new SpdyConnection(socket, () => expect.unreachable());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as { port: number }).port, '127.0.0.1');
  client.write(synStreamOf(1, buildBlock()));
  await once(client, 'close');
  server.close();
  await once(server, 'close');
});

async function readUntilLast(client: AsyncIterable<Buffer>, streamId: number): Promise<string> {
  let bytes: Buffer = Buffer.alloc(0);
  let content = '';
  for await (const chunk of client) {
    bytes = Buffer.concat([bytes, chunk]);
    for (let read = readFrame(bytes); read; read = readFrame(bytes)) {
      bytes = bytes.subarray(read.length);
      if (read.frame.kind !== 'data' || read.frame.streamId !== streamId) continue;
      content += read.frame.data.toString();
      if (read.frame.isLast) return content;
    }
  }
  return content;
}
