import { execa } from 'execa';

/**
 * Sets the modes that files have under umask 022. COPY keeps modes, and an image is run by another user than the one who
 * builds it: under umask 077 the operator's user could not read its program.
 */
export async function setNormalModes(...paths: string[]): Promise<void> {
  await execa('chmod', ['-R', 'u=rwX,go=rX', ...paths]);
}
