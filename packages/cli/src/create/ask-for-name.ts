import { createInterface } from 'node:readline/promises';

const defaultName = 'myapp';

/** Asks on the terminal; an empty answer and a closed input both mean the default. */
export async function askForName(): Promise<string> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new Promise<string>(resolve => prompt.once('close', () => resolve('')));
  const answer = await Promise.race([prompt.question(`Enter project name (${defaultName}): `), closed]);
  prompt.close();
  return answer.trim() || defaultName;
}
