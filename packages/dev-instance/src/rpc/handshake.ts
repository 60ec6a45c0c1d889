import { createHmac, timingSafeEqual } from 'node:crypto';

/** Both sides prove that they hold the cluster cookie without sending it. */
export function answerChallenge(cookie: string, nonce: string): string {
  return createHmac('sha256', cookie).update(nonce).digest('base64url');
}

export function isRightAnswer(expected: string, given: unknown): boolean {
  if (typeof given !== 'string') return false;
  const [wanted, got] = [Buffer.from(expected), Buffer.from(given)];
  // timingSafeEqual throws where the lengths in bytes differ.
  return got.length === wanted.length && timingSafeEqual(got, wanted);
}
