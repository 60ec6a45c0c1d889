export type ImageErrorCode =
  | 'InvalidImageName'
  | 'ImageNotFound'
  | 'ImageDamaged'
  | 'ArchiveUnreadable'
  | 'PullFailed'
  | 'StoreBusy';

/** What went wrong with which image, and what to do about it. */
export class ImageError extends Error {
  readonly code: ImageErrorCode;

  constructor(code: ImageErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'ImageError';
    this.code = code;
  }
}
