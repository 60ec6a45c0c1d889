import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { damagedReplaceableFile } from '../errors/state-folder-error.ts';
import type { Certificates } from './certificate-texts.ts';
import { writePrivateFile } from './private-file.ts';

/** A cluster may run for months until the next start, which is when certificates are replaced. */
const leastLeftMs = 365 * 24 * 60 * 60 * 1000;

/**
 * The cluster's own authority and server certificate, made once for a state folder. Those of 0.1.0 are valid for ten
 * years from a year before their first start: they are replaced where less than a year is left, or before they begin.
 */
export async function loadCertificates(folder: string, now: Date): Promise<Certificates> {
  const path = join(folder, 'certificates.json');
  if (existsSync(path)) {
    const held = readHeld(folder, path);
    if (held.from <= now.getTime() && now.getTime() + leastLeftMs < held.to) return held.certificates;
  }
  // Certificates are made once a state folder; the library would cost every other start its loading time.
  const { createCertificates } = await import('./create-certificates.ts');
  const made = await createCertificates();
  writePrivateFile(path, JSON.stringify(made));
  return made;
}

/** With the time when the server certificate begins and ends, milliseconds since 1970. */
function readHeld(folder: string, path: string): { certificates: Certificates; from: number; to: number } {
  try {
    const certificates: Certificates = JSON.parse(readFileSync(path, 'utf8'));
    const { validFrom, validTo } = new X509Certificate(certificates.certificate);
    return { certificates, from: Date.parse(validFrom), to: Date.parse(validTo) };
  } catch (cause) {
    throw damagedReplaceableFile(folder, 'certificates.json', cause);
  }
}
