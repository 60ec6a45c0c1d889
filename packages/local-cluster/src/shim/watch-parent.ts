import { fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import { isMainThread } from 'node:worker_threads';
import { takeParentPipe } from './config.ts';
import { parentPipeDescriptor } from './shim-settings.ts';

/**
 * Ends this process and its group as soon as the node agent's end of the pipe is closed, for whatever reason.
 * Only the container's first process has the pipe: its children may use the same descriptor for something else.
 */
export function watchParent(): void {
  if (!takeParentPipe() || !isMainThread || !isSocket(parentPipeDescriptor)) return;
  const pipe = new Socket({ fd: parentPipeDescriptor, readable: true, writable: false });
  pipe.on('error', endGroup);
  pipe.on('close', endGroup);
  pipe.resume();
  pipe.unref();
}

function isSocket(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isSocket();
  } catch {
    return false;
  }
}

function endGroup(): void {
  try {
    process.kill(0, 'SIGKILL');
  } finally {
    process.exit(137);
  }
}
