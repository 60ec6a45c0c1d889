import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Container, VolumeMount } from 'kubernetes-types/core/v1';
import type { PodFacts } from '../downward-api/field-reference.ts';
import type { UnpackedImage } from '../images/image-store.ts';
import { services } from '../in-process/kinds.ts';
import type { PathRule } from '../shim/path-rules.ts';
import { ContainerConfigError } from './container-config-error.ts';
import { buildEnvironment } from './container-environment.ts';
import { declaredPorts } from './declared-ports.ts';
import { expandVariables } from './expand-variables.ts';
import { hostsOf } from './hosts.ts';
import { buildContainerView, type ContainerView, commandOf, imageEnvironment } from './launch-plan.ts';
import type { NodeContext } from './node-context.ts';
import { serviceEnvironment } from './service-environment.ts';

/** Everything between a container's specification and its process, with the pod's volumes mounted. */
export function prepareContainer(options: {
  context: NodeContext;
  facts: PodFacts;
  container: Container;
  image: UnpackedImage;
  /** volume name → host folder */
  volumes: ReadonlyMap<string, string>;
  /** host folder of this container */
  folder: string;
}): { view: ContainerView; command: string[] } {
  const { context, facts, container, image, volumes, folder } = options;
  const environment = buildEnvironment({
    objects: context.objects,
    facts,
    container,
    base: baseEnvironment(context, facts, image),
  });
  mkdirSync(folder, { recursive: true });
  // Before the container starts: otherwise a connection to its port could reach the program that holds the port.
  for (const port of declaredPorts(container)) context.ports.makeWay(port);
  const namespace = facts.pod.metadata.namespace ?? 'default';
  const view = buildContainerView({
    container,
    image,
    environment,
    mounts: (container.volumeMounts ?? []).map(mount => mountRule(mount, volumes, environment)),
    folder,
    runtimes: context.runtimes,
    shimFile: context.shimFile,
    settings: {
      hostname: facts.pod.spec?.hostname ?? facts.pod.metadata.name,
      podAddress: facts.podAddress,
      hosts: hostsOf(facts, context.clusterDomain),
      dns: context.dns,
      clusterDomain: context.clusterDomain,
      searchDomains: [
        `${namespace}.svc.${context.clusterDomain}`,
        `svc.${context.clusterDomain}`,
        context.clusterDomain,
        ...(facts.pod.spec?.dnsConfig?.searches ?? []),
      ],
      apiServer: context.apiServer,
      portsFolder: context.portsFolder,
      hostFolders: context.hostFolders,
    },
  });
  return { view, command: commandOf(container, image, environment) };
}

function baseEnvironment(context: NodeContext, facts: PodFacts, image: UnpackedImage): Map<string, string> {
  const { pod } = facts;
  const { host, port } = context.apiServer;
  const links =
    pod.spec?.enableServiceLinks === false
      ? new Map<string, string>()
      : serviceEnvironment(
          context.objects.list(services, { namespace: pod.metadata.namespace }),
          context.serviceAddress,
        );
  return new Map([
    ...imageEnvironment(image).map(({ name, value }) => [name, value ?? ''] as const),
    ['HOSTNAME', pod.spec?.hostname ?? pod.metadata.name],
    ['HOME', '/tmp'],
    ...links,
    ['KUBERNETES_SERVICE_HOST', host],
    ['KUBERNETES_SERVICE_PORT', String(port)],
    ['KUBERNETES_SERVICE_PORT_HTTPS', String(port)],
  ]);
}

function mountRule(
  mount: VolumeMount,
  volumes: ReadonlyMap<string, string>,
  environment: ReadonlyMap<string, string>,
): PathRule {
  const folder = volumes.get(mount.name);
  if (!folder)
    throw new ContainerConfigError(`volume "${mount.name}" of the volume mounts is not a volume of the pod`);
  const subPath = mount.subPathExpr ? expandVariables(mount.subPathExpr, environment) : (mount.subPath ?? '');
  if (subPath.split('/').includes('..'))
    throw new ContainerConfigError(`subPath "${subPath}" must not contain '..'`);
  const from = mount.mountPath.replace(/(?<=.)\/+$/, '');
  return { from, to: subPath ? join(folder, subPath) : folder };
}
