import { accessSync, closeSync, constants, openSync, readSync } from 'node:fs';
import { delimiter, join, posix } from 'node:path';
import { type PathRule, toHostPath } from '../shim/path-rules.ts';
import { hostSearchPath } from './config.ts';

/** Programs that stand for a container's program: name → command and first arguments on the host. */
export type Runtimes = ReadonlyMap<string, readonly string[]>;

export interface HostProgram {
  command: string;
  /** arguments before the container's own */
  prefix: string[];
  /** the program understands the preload of a Node process */
  isNode: boolean;
}

/**
 * What runs on the host for a container's program: a configured runtime by its name, this Node for `node`, a script
 * of the image by its interpreter, the image's own executable, at last a program of the host. Undefined: none.
 */
export function findHostProgram(options: {
  program: string;
  rules: readonly PathRule[];
  runtimes: Runtimes;
  searchPath: string;
}): HostProgram | undefined {
  const { program, rules, runtimes, searchPath } = options;
  const name = posix.basename(program);
  const runtime = runtimes.get(name);
  if (runtime?.[0]) {
    return { command: runtime[0], prefix: runtime.slice(1), isNode: runtime[0] === process.execPath };
  }
  if (name === 'node' || name === 'nodejs') return { command: process.execPath, prefix: [], isNode: true };
  const inImage = imageCandidates(program, searchPath)
    .map(path => toHostPath(rules, path))
    .find(path => path !== undefined && isExecutable(path));
  if (inImage) return programOfFile(inImage);
  const onHost = hostCandidates(program).find(isExecutable);
  return onHost ? { command: onHost, prefix: [], isNode: false } : undefined;
}

function imageCandidates(program: string, searchPath: string): string[] {
  if (program.includes('/')) return [program];
  return searchPath.split(':').map(folder => posix.join(folder, program));
}

function hostCandidates(program: string): string[] {
  if (program.startsWith('/')) return [program];
  return hostSearchPath.split(delimiter).map(folder => join(folder, program));
}

function programOfFile(path: string): HostProgram {
  const interpreter = readInterpreter(path);
  const isNodeScript = interpreter?.some(part => /(^|\/)node(js)?$/.test(part)) ?? false;
  if (isNodeScript) return { command: process.execPath, prefix: [path], isNode: true };
  return { command: path, prefix: [], isNode: false };
}

function readInterpreter(path: string): string[] | undefined {
  const file = openSync(path, 'r');
  try {
    const start = Buffer.alloc(128);
    const length = readSync(file, start, 0, start.length, 0);
    const line = start.toString('utf8', 0, length).split('\n', 1)[0] ?? '';
    return line.startsWith('#!') ? line.slice(2).trim().split(/\s+/) : undefined;
  } finally {
    closeSync(file);
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
