/** Splits a byte stream into lines; a multi-byte character may arrive in two chunks, a line in many. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let pending: Buffer[] = [];
  for await (const chunk of chunks) {
    let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let end = rest.indexOf(newline); end !== -1; end = rest.indexOf(newline)) {
      pending.push(rest.subarray(0, end));
      yield Buffer.concat(pending).toString('utf8');
      pending = [];
      rest = rest.subarray(end + 1);
    }
    if (rest.length > 0) pending.push(rest);
  }
  // A line without its end is half an event: the connection broke, the watch resumes before it.
}

const newline = 0x0a;
