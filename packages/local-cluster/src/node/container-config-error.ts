/** A container cannot be created as its pod says; the message is what `kubectl describe` shows. */
export class ContainerConfigError extends Error {
  readonly reason = 'CreateContainerConfigError';

  constructor(message: string) {
    super(message);
    this.name = 'ContainerConfigError';
  }
}
