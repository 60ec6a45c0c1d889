import { createHmac, timingSafeEqual } from 'node:crypto';

/** Both sides prove that they hold the cluster cookie without sending it. */
export function answerChallenge(cookie: string, nonce: string): string {
  return createHmac('sha256', cookie).update(nonce).digest('base64url');
}

export function isRightAnswer(expected: string, given: unknown): boolean {
  if (typeof given !== 'string' || given.length !== expected.length) return false;
  return timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}
