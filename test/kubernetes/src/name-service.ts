import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { callApi } from './api.ts';
import { binaries, kubeconfig, state } from './folders.ts';
import { startInside } from './holder.ts';
import { nodeAddress } from './network.ts';

const clusterAddress = '10.96.0.10';
const port = 1053;

/** CoreDNS as a process of the node, behind a Service without selector. */
export async function startNameService(): Promise<void> {
  const config = join(state, 'Corefile');
  await writeFile(
    config,
    `.:${port} {
  errors
  cache 5
  kubernetes cluster.local in-addr.arpa {
    kubeconfig ${kubeconfig} real-cluster
    pods insecure
    ttl 1
  }
}
`,
  );
  startInside('coredns', [join(binaries, 'coredns'), '-conf', config]);
  const metadata = { name: 'kube-dns', namespace: 'kube-system' };
  await callApi('POST', '/api/v1/namespaces/kube-system/services', {
    metadata,
    spec: {
      clusterIP: clusterAddress,
      ports: [
        { name: 'dns', port: 53, protocol: 'UDP', targetPort: port },
        { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: port },
      ],
    },
  });
  await callApi('POST', '/apis/discovery.k8s.io/v1/namespaces/kube-system/endpointslices', {
    metadata: { ...metadata, labels: { 'kubernetes.io/service-name': 'kube-dns' } },
    addressType: 'IPv4',
    ports: [
      { name: 'dns', port, protocol: 'UDP' },
      { name: 'dns-tcp', port, protocol: 'TCP' },
    ],
    endpoints: [{ addresses: [nodeAddress()], conditions: { ready: true } }],
  });
}
