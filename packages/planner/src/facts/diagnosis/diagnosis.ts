import type { EventReason } from '@cartridge-on-kubernetes/api';
import type { Wait } from '../../plan/notice.ts';

/** A finding about one instance; the caller adds the object and the polling interval. */
export type Diagnosis = Pick<Wait, 'reason' | 'message' | 'cure' | 'severity'>;

export function progress(reason: EventReason, message: string, cure: string): Diagnosis {
  return { reason, message, cure, severity: 'progress' };
}

export function problem(reason: EventReason, message: string, cure: string): Diagnosis {
  return { reason, message, cure, severity: 'problem' };
}
