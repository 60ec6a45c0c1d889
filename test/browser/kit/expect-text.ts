import type { Locator } from 'playwright-core';
import { expect } from 'vitest';

const patience = { timeout: 45_000, interval: 50 };

/** Waits until the text of what is seen fits. */
export async function expectText(locator: Locator, text: string | RegExp): Promise<void> {
  await expect.poll(() => readText(locator), patience).toMatch(text);
}

export async function expectCount(locator: Locator, count: number): Promise<void> {
  await expect.poll(() => locator.count(), patience).toBe(count);
}

async function readText(locator: Locator): Promise<string> {
  if ((await locator.count()) === 0) return '';
  return locator.first().innerText();
}
