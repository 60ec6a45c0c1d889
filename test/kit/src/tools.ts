import { extractBundledTool } from '@cartridge/cli';

/** kubectl and helm of the versions the product is tested with, whatever the machine has installed. */
export async function findTools(): Promise<{ kubectl: string; helm: string }> {
  const [kubectl, helm] = await Promise.all([extractBundledTool('kubectl'), extractBundledTool('helm')]);
  return { kubectl, helm };
}
