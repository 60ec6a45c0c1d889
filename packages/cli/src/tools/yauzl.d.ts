// What this package uses of yauzl 3, which comes without types (@types/yauzl describes version 2).
declare module 'yauzl' {
  import type { Readable } from 'node:stream';

  interface Entry {
    fileName: string;
  }

  interface ZipFile {
    eachEntry(): AsyncIterable<Entry>;
    openReadStreamPromise(entry: Entry): Promise<Readable>;
    close(): void;
  }

  export function openPromise(
    path: string,
    options: { lazyEntries?: boolean; autoClose?: boolean },
  ): Promise<ZipFile>;
}
