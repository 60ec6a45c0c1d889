import type { EventReason } from '@cartridge-on-kubernetes/api';
import type { Wait } from '../../plan/notice.ts';

/** What was found out about one instance; whom it is about and when to look again is known to whoever asked. */
export type Diagnosis = Pick<Wait, 'reason' | 'message' | 'cure' | 'severity'>;

export function progress(reason: EventReason, message: string, cure: string): Diagnosis {
  return { reason, message, cure, severity: 'progress' };
}

export function problem(reason: EventReason, message: string, cure: string): Diagnosis {
  return { reason, message, cure, severity: 'problem' };
}
