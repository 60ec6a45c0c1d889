export { CartridgeError } from './errors.ts';
export { type RunningInstance, startInstance } from './start-instance.ts';
