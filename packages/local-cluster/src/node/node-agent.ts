import type { Readable, Writable } from 'node:stream';

/**
 * What the API server asks of the node that runs a pod, for the subresources log, exec, attach and portforward.
 * Rejections are ApiError with the texts kubectl users know
 * ("container \"x\" in pod \"y\" is waiting to start: ContainerCreating").
 */
export interface NodeAgent {
  logs(target: ContainerTarget, options: LogOptions): Promise<Readable>;
  exec(target: ContainerTarget, options: ExecOptions): Promise<ExecResult>;
  attach(target: ContainerTarget, streams: ContainerStreams): Promise<ExecResult>;
  /** A duplex connected to the port inside the pod. */
  portForward(target: { namespace: string; pod: string }, port: number): Promise<Readable & Writable>;
}

export interface ContainerTarget {
  namespace: string;
  pod: string;
  /** the first container when left out */
  container?: string;
}

export interface LogOptions {
  follow: boolean;
  previous: boolean;
  timestamps: boolean;
  tailLines?: number;
  limitBytes?: number;
  sinceSeconds?: number;
  sinceTime?: string;
}

export interface ContainerStreams {
  stdin?: Readable;
  stdout?: Writable;
  stderr?: Writable;
  tty: boolean;
}

export interface ExecOptions extends ContainerStreams {
  command: string[];
}

export interface ExecResult {
  exitCode: number;
}
