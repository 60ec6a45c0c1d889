import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { callApi } from './api.ts';
import { certificate } from './certificates.ts';
import { cgroupRoot } from './control-groups.ts';
import { binaries, kubeconfig, state } from './folders.ts';
import { inside, startInside } from './holder.ts';
import { importImage } from './images.ts';
import { nodeAddress } from './network.ts';
import { pollUntil } from './poll-until.ts';

export const nodeName = 'real-node';
export const containerdSocket = join(state, 'containerd', 'containerd.sock');

export async function startNode(): Promise<void> {
  await writeContainerNetwork();
  await writeContainerdConfig();
  startInside('containerd', ['containerd', '--config', join(state, 'containerd.toml')]);
  await pollUntil('containerd answers', 30_000, () =>
    inside(['ctr', '--address', containerdSocket, 'version']),
  );
  await importImage({
    name: 'registry.local/pause:1',
    socket: containerdSocket,
    files: { pause: join(binaries, 'pause') },
    config: { Entrypoint: ['/pause'] },
  });
  await writeKubeletConfig();
  startKubelet();
  startInside('kube-proxy', [
    join(binaries, 'kube-proxy'),
    `--kubeconfig=${kubeconfig}`,
    '--cluster-cidr=10.244.0.0/16',
    `--hostname-override=${nodeName}`,
    '--proxy-mode=iptables',
    '--conntrack-max-per-core=0',
  ]);
  await pollUntil('the node is Ready', 60_000, nodeIsReady);
}

/** As an upgrade of the node does: the kubelet ends and starts again, containers run on. */
export async function restartKubelet(): Promise<void> {
  const { stdout } = await inside(['pidof', join(binaries, 'kubelet')]);
  await inside(['kill', stdout.trim()]);
  await pollUntil('the kubelet has ended', 20_000, async () => {
    const { exitCode } = await inside(['pidof', join(binaries, 'kubelet')], { reject: false });
    return exitCode === 0 ? undefined : true;
  });
  startKubelet();
}

function startKubelet(): void {
  startInside('kubelet', [
    join(binaries, 'kubelet'),
    `--kubeconfig=${kubeconfig}`,
    `--config=${join(state, 'kubelet.yaml')}`,
    `--node-ip=${nodeAddress()}`,
    `--hostname-override=${nodeName}`,
    `--root-dir=${join(state, 'kubelet')}`,
  ]);
}

async function nodeIsReady(): Promise<true | undefined> {
  const node = JSON.parse(await callApi('GET', `/api/v1/nodes/${nodeName}`));
  const ready = node.status.conditions.find((condition: { type: string }) => condition.type === 'Ready');
  return ready?.status === 'True' ? true : undefined;
}

async function writeContainerNetwork(): Promise<void> {
  const folder = join(state, 'cni');
  await mkdir(folder, { recursive: true });
  const bridge = {
    type: 'bridge',
    bridge: 'cni0',
    isGateway: true,
    ipMasq: false,
    hairpinMode: true,
    ipam: {
      type: 'host-local',
      dataDir: join(state, 'cni-addresses'),
      ranges: [[{ subnet: '10.244.0.0/24' }]],
      routes: [{ dst: '0.0.0.0/0' }],
    },
  };
  const plugins = [bridge, { type: 'portmap', capabilities: { portMappings: true } }];
  await writeFile(
    join(folder, '10-bridge.conflist'),
    JSON.stringify({ cniVersion: '0.4.0', name: 'pods', plugins }),
  );
}

async function writeContainerdConfig(): Promise<void> {
  await writeFile(
    join(state, 'containerd.toml'),
    `version = 2
root = "${state}/containerd/root"
state = "${state}/containerd/state"
[grpc]
  address = "${containerdSocket}"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "registry.local/pause:1"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${state}/cni"
  [plugins."io.containerd.grpc.v1.cri".registry.mirrors."localhost:5000"]
    endpoint = ["http://localhost:5000"]
`,
  );
}

async function writeKubeletConfig(): Promise<void> {
  const config = {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    containerRuntimeEndpoint: `unix://${containerdSocket}`,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: certificate('ca') },
    },
    authorization: { mode: 'AlwaysAllow' },
    cgroupDriver: 'cgroupfs',
    cgroupRoot: `/${cgroupRoot}`,
    failCgroupV1: false,
    cgroupsPerQOS: true,
    enforceNodeAllocatable: [],
    clusterDNS: ['10.96.0.10'],
    clusterDomain: 'cluster.local',
    failSwapOn: false,
    // Images that were imported cannot be pulled again: never collect them.
    imageGCHighThresholdPercent: 100,
    imageGCLowThresholdPercent: 99,
    evictionHard: { 'memory.available': '100Mi' },
    resolvConf: join(state, 'resolv.conf'),
  };
  await writeFile(join(state, 'resolv.conf'), '');
  await writeFile(join(state, 'kubelet.yaml'), stringify(config));
}
