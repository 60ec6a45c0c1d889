import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

export const bin = fileURLToPath(new URL('../bin/cartridge.js', import.meta.url));

export interface BinResult {
  exitCode: number | undefined;
  stdout: string;
  stderr: string;
}

/** Runs the command as a user does, as a process. */
export async function runBin(
  args: string[],
  options: { cwd?: string; env?: Record<string, string>; input?: string } = {},
): Promise<BinResult> {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [bin, ...args], {
    reject: false,
    ...options,
  });
  return { exitCode, stdout, stderr };
}
