import { execa } from 'execa';

/** Paths of the shared libraries a program of this machine is linked to, its loader among them. */
export async function sharedLibraries(program: string): Promise<string[]> {
  const { stdout } = await execa('ldd', [program]);
  return [...stdout.matchAll(/(?:=> |^\s+)(\/\S+) \(0x/gm)].flatMap(([, library]) => library ?? []);
}
