import type { Status } from './objects.ts';

export type KubeErrorCode =
  | 'kubeconfig'
  | 'credential-plugin'
  | 'connection'
  | 'deadline'
  | 'bad-answer'
  | 'bad-request'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'already-exists'
  | 'conflict'
  | 'gone'
  | 'invalid'
  | 'too-many-requests'
  | 'server';

/** Every failure of this package; `code` is stable, the message says what happened to which object. */
export class KubeError extends Error {
  readonly code: KubeErrorCode;

  constructor(code: KubeErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** The kubeconfig, or the service account's mount, cannot be used. */
export class KubeconfigError extends KubeError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('kubeconfig', message, options);
  }
}

export class CredentialPluginError extends KubeError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('credential-plugin', message, options);
  }
}

/** The API server could not be reached, or the connection broke; a write may or may not have happened. */
export class ConnectionError extends KubeError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('connection', message, options);
  }
}

/** No answer within the deadline; a write may or may not have happened. */
export class DeadlineError extends KubeError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('deadline', message, options);
  }
}

/** Something that is not a Kubernetes API answered. */
export class BadAnswerError extends KubeError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('bad-answer', message, options);
  }
}

/** The API server answered with a Status that is not a success. */
export class StatusError extends KubeError {
  readonly httpStatus: number;
  readonly status: Status;
  /** seconds to wait, as the server asked; undefined where it asked for none */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: KubeErrorCode, answer: StatusAnswer) {
    super(code, `Could not ${answer.request}: ${answer.status.message ?? `HTTP ${answer.httpStatus}`}`);
    this.httpStatus = answer.httpStatus;
    this.status = answer.status;
    this.retryAfterSeconds = answer.retryAfterSeconds ?? answer.status.details?.retryAfterSeconds;
  }
}

export interface StatusAnswer {
  /** what was asked, such as `get pod tarantool/routers-0-0` */
  request: string;
  httpStatus: number;
  status: Status;
  retryAfterSeconds?: number | undefined;
}

export class BadRequestError extends StatusError {}
export class UnauthorizedError extends StatusError {}
export class ForbiddenError extends StatusError {}
export class NotFoundError extends StatusError {}
export class AlreadyExistsError extends StatusError {}
/** Another client changed the object in between, or owns a field of a server-side apply. */
export class ConflictError extends StatusError {}
/** The resourceVersion or the continue token is too old: list again. */
export class GoneError extends StatusError {}
export class InvalidError extends StatusError {}
export class TooManyRequestsError extends StatusError {}
export class ServerError extends StatusError {}

/** The error class of a Status, by its reason first and its HTTP status second. */
export function errorFromStatus(answer: StatusAnswer): StatusError {
  switch (answer.status.reason) {
    case 'AlreadyExists':
      return new AlreadyExistsError('already-exists', answer);
    case 'Conflict':
      return new ConflictError('conflict', answer);
    case 'Expired':
    case 'Gone':
      return new GoneError('gone', answer);
    case 'Invalid':
      return new InvalidError('invalid', answer);
    default:
      return errorFromHttpStatus(answer);
  }
}

function errorFromHttpStatus(answer: StatusAnswer): StatusError {
  switch (answer.httpStatus) {
    case 400:
      return new BadRequestError('bad-request', answer);
    case 401:
      return new UnauthorizedError('unauthorized', answer);
    case 403:
      return new ForbiddenError('forbidden', answer);
    case 404:
      return new NotFoundError('not-found', answer);
    case 409:
      return new ConflictError('conflict', answer);
    case 410:
      return new GoneError('gone', answer);
    case 422:
      return new InvalidError('invalid', answer);
    case 429:
      return new TooManyRequestsError('too-many-requests', answer);
    default:
      return new ServerError('server', answer);
  }
}
