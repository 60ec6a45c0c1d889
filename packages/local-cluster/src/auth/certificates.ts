import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { damagedReplaceableFile } from '../storage/state-folder-error.ts';
import type { Certificates } from './certificate-texts.ts';
import { writePrivateFile } from './private-file.ts';

/** The cluster's own authority and server certificate, made once for a state folder. */
export async function loadCertificates(folder: string): Promise<Certificates> {
  const path = join(folder, 'certificates.json');
  if (existsSync(path)) {
    const held = readHeld(folder, path);
    if (held.expires > Date.now() + renewBeforeMs) return held;
  }
  // Certificates are made once a state folder; the library would cost every other start its loading time.
  const { createCertificates } = await import('./create-certificates.ts');
  const made = await createCertificates();
  writePrivateFile(path, JSON.stringify(made));
  return made;
}

function readHeld(folder: string, path: string): Certificates & { expires: number } {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw damagedReplaceableFile(folder, 'certificates.json', cause);
  }
}

const renewBeforeMs = 30 * 24 * 60 * 60 * 1000;
