/** Where programs of this machine are looked for. */
export const hostSearchPath = process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin';
