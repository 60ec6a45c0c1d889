import { execa } from 'execa';

/**
 * Sets the modes that files have under umask 022, as COPY keeps modes: built under umask 077, the image had a program that
 * the operator's user could not read.
 */
export async function setNormalModes(...paths: string[]): Promise<void> {
  await execa('chmod', ['-R', 'u=rwX,go=rX', ...paths]);
}
