import { extractBundledTool } from '@cartridge-on-kubernetes/cli';

export { csvField, shellWord } from '@cartridge-on-kubernetes/cli';

/**
 * kubectl and helm of the versions the product is tested with, whatever the machine has installed. TEST_HELM names
 * another helm.
 */
export async function findTools(): Promise<{ kubectl: string; helm: string }> {
  const helmFile = process.env.TEST_HELM ?? extractBundledTool('helm');
  const [kubectl, helm] = await Promise.all([extractBundledTool('kubectl'), helmFile]);
  return { kubectl, helm };
}
