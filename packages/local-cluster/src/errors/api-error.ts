import type { FieldError } from '../schema/field-error.ts';

/** The `Status` object every refusal of the API is. */
export interface Status {
  kind: 'Status';
  apiVersion: 'v1';
  metadata: Record<string, unknown>;
  status: 'Failure' | 'Success';
  message?: string;
  reason?: string;
  details?: StatusDetails;
  code?: number;
}

export interface StatusDetails {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  causes?: Array<{ reason: string; message: string; field?: string }>;
  retryAfterSeconds?: number;
}

/** A refusal with the HTTP code, the reason and the words a real kube-apiserver gives. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: number;
  readonly reason: string;
  readonly details: StatusDetails | undefined;
  readonly metadata: Record<string, unknown>;

  constructor(answer: {
    code: number;
    reason: string;
    message: string;
    details?: StatusDetails;
    metadata?: Record<string, unknown>;
    cause?: unknown;
  }) {
    super(answer.message, answer.cause === undefined ? undefined : { cause: answer.cause });
    this.code = answer.code;
    this.reason = answer.reason;
    this.details = answer.details;
    this.metadata = answer.metadata ?? {};
  }

  toStatus(): Status {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: this.metadata,
      status: 'Failure',
      message: this.message,
      ...(this.reason !== '' && { reason: this.reason }),
      ...(this.details && { details: this.details }),
      code: this.code,
    };
  }
}

/** What an error is about: `deployments.apps "web"`. */
export interface Subject {
  group: string;
  resource: string;
  name: string;
}

function qualified(subject: { group: string; resource: string }): string {
  return subject.group === '' ? subject.resource : `${subject.resource}.${subject.group}`;
}

function detailsOf(subject: Subject): StatusDetails {
  return {
    ...(subject.name !== '' && { name: subject.name }),
    ...(subject.group !== '' && { group: subject.group }),
    kind: subject.resource,
  };
}

export function notFound(subject: Subject): ApiError {
  const message = `${qualified(subject)} ${JSON.stringify(subject.name)} not found`;
  return new ApiError({ code: 404, reason: 'NotFound', message, details: detailsOf(subject) });
}

/** Nothing is served below the path; kube-apiserver says it in plain text. */
export class UnknownPath extends ApiError {
  readonly text = '404 page not found\n';

  constructor() {
    super({ code: 404, reason: 'NotFound', message: 'the server could not find the requested resource' });
  }
}

/** The object exists, but nothing is served at this path of it. */
export function noSuchPath(): ApiError {
  return new ApiError({
    code: 404,
    reason: 'NotFound',
    message: 'the server could not find the requested resource',
    details: {},
  });
}

export function alreadyExists(subject: Subject): ApiError {
  const message = `${qualified(subject)} ${JSON.stringify(subject.name)} already exists`;
  return new ApiError({ code: 409, reason: 'AlreadyExists', message, details: detailsOf(subject) });
}

export function conflict(subject: Subject, detail: string): ApiError {
  const message = `Operation cannot be fulfilled on ${qualified(subject)} ${JSON.stringify(subject.name)}: ${detail}`;
  return new ApiError({ code: 409, reason: 'Conflict', message, details: detailsOf(subject) });
}

export const staleObject =
  'the object has been modified; please apply your changes to the latest version and try again';

export function forbidden(
  subject: Subject,
  detail: string,
  causes?: NonNullable<StatusDetails['causes']>,
): ApiError {
  const object =
    subject.name === '' ? qualified(subject) : `${qualified(subject)} ${JSON.stringify(subject.name)}`;
  return new ApiError({
    code: 403,
    reason: 'Forbidden',
    message: `${object} is forbidden: ${detail}`,
    details: { ...detailsOf(subject), ...(causes && { causes }) },
  });
}

export function invalid(kind: { group: string; kind: string }, name: string, errors: FieldError[]): ApiError {
  const causes = errors.map(({ reason, field, message }) => ({ reason, message, field }));
  const texts = [...new Set(errors.map(error => `${error.field || '<nil>'}: ${error.message}`))];
  const list = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  const type = kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`;
  return new ApiError({
    code: 422,
    reason: 'Invalid',
    message: `${type} ${JSON.stringify(name)} is invalid: ${list}`,
    details: {
      ...(name !== '' && { name }),
      ...(kind.group !== '' && { group: kind.group }),
      ...(kind.kind !== '' && { kind: kind.kind }),
      causes,
    },
  });
}

export function badRequest(message: string): ApiError {
  return new ApiError({ code: 400, reason: 'BadRequest', message });
}

export function unauthorized(): ApiError {
  return new ApiError({ code: 401, reason: 'Unauthorized', message: 'Unauthorized' });
}

/** The watch or the continue token is older than what is kept: list again. */
export function expired(message: string, continueToken?: string): ApiError {
  const metadata = continueToken === undefined ? undefined : { continue: continueToken };
  return new ApiError({ code: 410, reason: 'Expired', message, metadata });
}

/** The request asks for a resourceVersion that does not exist yet. */
export function tooLargeVersion(version: number, current: number): ApiError {
  return new ApiError({
    code: 504,
    reason: 'Timeout',
    message: `Timeout: Too large resource version: ${version}, current: ${current}`,
    details: {
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      retryAfterSeconds: 1,
    },
  });
}

export function methodNotAllowed(): ApiError {
  return new ApiError({
    code: 405,
    reason: 'MethodNotAllowed',
    message: 'the server does not allow this method on the requested resource',
    details: {},
  });
}

export function notAcceptable(accepted: string[]): ApiError {
  return new ApiError({
    code: 406,
    reason: 'NotAcceptable',
    message: `406: Not Acceptable\n\nAvailable representations: ${accepted.join(', ')}`,
    details: {},
  });
}

export function unsupportedMediaType(accepted: string[]): ApiError {
  return new ApiError({
    code: 415,
    reason: 'UnsupportedMediaType',
    message: `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  });
}

export function unsupportedPatchType(): ApiError {
  const message = '415: Unsupported Media Type';
  return new ApiError({ code: 415, reason: 'UnsupportedMediaType', message, details: {} });
}

export function tooLarge(limitBytes: number): ApiError {
  return new ApiError({
    code: 413,
    reason: 'RequestEntityTooLarge',
    message: `Request entity too large: limit is ${limitBytes}`,
  });
}

export function tooManyRequests(message: string, details: StatusDetails): ApiError {
  return new ApiError({ code: 429, reason: 'TooManyRequests', message, details });
}

export function internalError(message: string, cause?: unknown): ApiError {
  return new ApiError({
    code: 500,
    reason: 'InternalError',
    message: `Internal error occurred: ${message}`,
    details: { causes: [{ reason: '', message }] },
    cause,
  });
}

/** The state folder cannot be written; nothing of the request was kept. */
export function storageFull(folder: string, cause: unknown): ApiError {
  const why = cause instanceof Error ? cause.message : String(cause);
  const message = `cannot write state to ${folder} (${why}); the change was not made: free disk space there and try again`;
  return new ApiError({
    code: 507,
    reason: 'InternalError',
    message: `Internal error occurred: ${message}`,
    details: { causes: [{ reason: 'StorageUnavailable', message }] },
    cause,
  });
}
