import type { UserInfo } from '../auth/user-info.ts';

/** How a write was asked for: query parameters and headers of the request, or their in-process equivalents. */
export interface WriteOptions {
  dryRun: boolean;
  /** owner of the fields in metadata.managedFields */
  fieldManager: string;
  fieldValidation: 'Strict' | 'Warn' | 'Ignore';
  user: UserInfo;
  /** answered as Warning headers */
  warn(text: string): void;
}
