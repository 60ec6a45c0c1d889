/** Where programs of this machine are looked for. */
export const hostSearchPath = process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin';

/** Folder in which Node programs write what they have run: also those in containers, where it is set for this one. */
export const coverageFolder = process.env.NODE_V8_COVERAGE;
