/** A volume of a pod is not there yet; the message is what `kubectl describe pod` shows with FailedMount. */
export class VolumeError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'VolumeError';
  }
}
