import { createKubeClient, type KubeClient, loadKubeconfig } from '@cartridge-on-kubernetes/kube';
import { kubeconfig, state } from './folders.ts';

/** An administrator's client of the real cluster that this process is about. */
export async function openClusterClient(): Promise<KubeClient> {
  return createKubeClient(await loadKubeconfig({ file: kubeconfig, environment: {}, homeFolder: state }));
}
