export type AdminErrorCode = 'unauthorized' | 'unreachable' | 'refused' | 'not-an-admin-api';

/** What went wrong with a request to the admin API, in words that can be shown as they are. */
export class AdminError extends Error {
  override readonly name = 'AdminError';
  readonly code: AdminErrorCode;
  /** Class name of the Cartridge error, such as "InitError"; null when it gave none */
  readonly className: string | null;

  constructor(fields: { code: AdminErrorCode; message: string; className?: string | null; cause?: unknown }) {
    super(fields.message, { cause: fields.cause });
    this.code = fields.code;
    this.className = fields.className ?? null;
  }
}
