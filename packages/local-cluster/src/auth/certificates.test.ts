import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadCertificates } from './certificates.ts';
import { createCertificates } from './create-certificates.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'certificates-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const now = new Date('2026-11-30T12:00:00Z');

test.each([
  '2000-01-02T00:00:00Z',
  '2026-11-30T12:00:00Z',
  '2028-02-29T23:59:59Z',
  '2038-01-19T03:14:08Z',
  '2050-01-01T00:00:00Z',
  '2999-12-31T23:59:59Z',
])('those of a folder are valid on %s, whenever they were made', async time => {
  const made = await loadCertificates(folder, now);
  for (const pem of [made.ca, made.certificate]) {
    const { validFrom, validTo } = new X509Certificate(pem);
    expect(Date.parse(validFrom)).toBeLessThan(Date.parse(time));
    expect(Date.parse(validTo)).toBeGreaterThan(Date.parse(time));
  }
  expect(await loadCertificates(folder, new Date(time))).toEqual(made);
});

test.each([
  ['that have ended', '2015-01-01T00:00:00Z', '2025-01-01T00:00:00Z'],
  ['that end within a year', '2017-11-01T00:00:00Z', '2027-11-01T00:00:00Z'],
  ['that begin later, as the clock was put back', '2027-01-01T00:00:00Z', '2037-01-01T00:00:00Z'],
])('those %s are made anew', async (_, from, to) => {
  const held = await hold(from, to);
  const made = await loadCertificates(folder, now);
  expect(made.certificate).not.toBe(held.certificate);
  expect(new X509Certificate(made.certificate).verify(new X509Certificate(made.ca).publicKey)).toBe(true);
  expect(await loadCertificates(folder, now)).toEqual(made);
});

test('those that are valid for years are kept', async () => {
  const held = await hold('2025-01-01T00:00:00Z', '2035-01-01T00:00:00Z');
  expect(await loadCertificates(folder, now)).toEqual(held);
});

/** Stores certificates in the form of an earlier version. */
async function hold(from: string, to: string) {
  const held = await createCertificates({ notBefore: new Date(from), notAfter: new Date(to) });
  writeFileSync(join(folder, 'certificates.json'), JSON.stringify({ ...held, expires: Date.parse(to) }));
  return { ...held, expires: Date.parse(to) };
}
