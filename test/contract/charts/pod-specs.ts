import type { Manifest } from './helm.ts';

interface Container {
  name: string;
  image: string;
  command?: string[];
  args?: string[];
  env?: Array<{ name: string; value?: string }>;
  resources?: Record<'requests' | 'limits', Record<string, string>>;
  securityContext?: SecurityContext;
}

interface SecurityContext {
  runAsNonRoot?: boolean;
  runAsUser?: number;
  privileged?: boolean;
  allowPrivilegeEscalation?: boolean;
  seccompProfile?: { type: string };
  capabilities?: { drop?: string[]; add?: string[] };
}

export interface PodSpec {
  containers: Container[];
  initContainers?: Container[];
  volumes?: Array<Record<string, unknown>>;
  securityContext?: SecurityContext;
  [field: string]: unknown;
}

/** Pod specs of everything that makes pods, by kind and name. */
export function podSpecs(manifests: readonly Manifest[]): Array<{ name: string; spec: PodSpec }> {
  return manifests.flatMap(manifest => {
    const spec = manifest.kind === 'Pod' ? manifest.spec : manifest.spec?.template?.spec;
    return spec ? [{ name: `${manifest.kind} ${manifest.metadata.name}`, spec: spec as PodSpec }] : [];
  });
}

/** What Pod Security "restricted" (Kubernetes 1.25 and later) says against a pod; empty: it is accepted. */
export function restrictedViolations(spec: PodSpec): string[] {
  const pod = spec.securityContext ?? {};
  const hostFields = ['hostNetwork', 'hostPID', 'hostIPC'].filter(field => spec[field]);
  const volumes = (spec.volumes ?? []).filter(
    volume => !Object.keys(volume).some(key => allowedVolumes.has(key)),
  );
  return [
    ...hostFields,
    ...volumes.map(volume => `volume ${volume.name}`),
    ...[...spec.containers, ...(spec.initContainers ?? [])].flatMap(container => {
      const own = { ...pod, ...container.securityContext };
      const rules: Record<string, boolean> = {
        runAsNonRoot: own.runAsNonRoot === true,
        runAsUser: own.runAsUser !== 0,
        privileged: own.privileged !== true,
        allowPrivilegeEscalation: own.allowPrivilegeEscalation === false,
        seccompProfile: ['RuntimeDefault', 'Localhost'].includes(own.seccompProfile?.type ?? ''),
        'capabilities.drop': own.capabilities?.drop?.includes('ALL') === true,
        'capabilities.add': (own.capabilities?.add ?? []).every(name => name === 'NET_BIND_SERVICE'),
      };
      return Object.keys(rules)
        .filter(rule => !rules[rule])
        .map(rule => `${container.name}: ${rule}`);
    }),
  ];
}

const allowedVolumes = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);
