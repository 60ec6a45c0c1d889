import { setFlagsFromString } from 'node:v8';

/**
 * Trades speed for memory: the operator waits most of its time, so the speed is not missed. The HTTP parser's
 * WebAssembly is not optimised a second time, which alone takes 10 to 25 MB for good (measured on Node 20).
 */
export function preferSmallMemory(): void {
  setFlagsFromString('--liftoff-only');
  setFlagsFromString('--optimize-for-size');
}
