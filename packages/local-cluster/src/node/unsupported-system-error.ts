/** This machine cannot give each pod its own loopback address. */
export class UnsupportedSystemError extends Error {
  readonly code = 'UnsupportedSystem';

  constructor(options: { cause: unknown }) {
    super(
      `Pods need their own loopback addresses (127.x.y.z), and this system (${process.platform}) does not let a program listen on them: run the local cluster on Linux, or in a Linux virtual machine or WSL`,
      options,
    );
    this.name = 'UnsupportedSystemError';
  }
}
