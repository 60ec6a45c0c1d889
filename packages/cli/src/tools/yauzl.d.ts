// What this package uses of yauzl 3, which comes without types (@types/yauzl describes version 2). It is CommonJS:
// bundled, it has a default export alone.
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

  const yauzl: {
    openPromise(path: string, options: { lazyEntries?: boolean; autoClose?: boolean }): Promise<ZipFile>;
  };
  export default yauzl;
}
