import { createKubeClient, type KubeClient, loadKubeconfig } from '@cartridge-on-kubernetes/kube';
import { nodePlatform } from '@cartridge-on-kubernetes/platform';
import { kubeconfig, state } from './folders.ts';

/** An administrator's client of the real cluster that this process is about. */
export async function openClusterClient(): Promise<KubeClient> {
  const { clock } = nodePlatform;
  const connection = await loadKubeconfig({ file: kubeconfig, environment: {}, homeFolder: state, clock });
  return createKubeClient(connection, { platform: nodePlatform });
}
