import { badRequest } from '../../errors/api-error.ts';
import type { ContainerTarget } from '../../node/node-agent.ts';
import type { KubeObject, ObjectKey } from '../../objects/kube-object.ts';
import { fieldsOf, listOf, textOf } from '../../objects/object-fields.ts';
import type { ObjectService } from '../../resources/object-service.ts';
import type { ServedResource } from '../../resources/served-resource.ts';

const defaultContainer = 'kubectl.kubernetes.io/default-container';

/** The container a stream or log request is about; refused with kubectl's words when there is no such. */
export function podTarget(
  service: ObjectService,
  pods: { resource: ServedResource; key: ObjectKey },
  wanted: string | null,
): ContainerTarget {
  const container = containerName(service.read(pods.resource, pods.key), wanted);
  return { ...podOnNode(service, pods), container };
}

/** The pod, if it is bound to a node. */
export function podOnNode(
  service: ObjectService,
  { resource, key }: { resource: ServedResource; key: ObjectKey },
) {
  const pod = service.read(resource, key);
  const { namespace = '', name } = pod.metadata;
  if (textOf(fieldsOf(pod.spec).nodeName) === '')
    throw badRequest(`pod ${name} does not have a host assigned`);
  return { namespace, pod: name };
}

function containerName(pod: KubeObject, wanted: string | null): string {
  const spec = fieldsOf(pod.spec);
  const names = (list: unknown) => listOf(list).map(container => textOf(container.name));
  const [containers, initContainers] = [names(spec.containers), names(spec.initContainers)];
  if (wanted) {
    if (containers.includes(wanted) || initContainers.includes(wanted)) return wanted;
    throw badRequest(`container ${wanted} is not valid for pod ${pod.metadata.name}`);
  }
  if (containers.length === 1) return containers[0] ?? '';
  const chosen = pod.metadata.annotations?.[defaultContainer];
  if (chosen !== undefined && containers.includes(chosen)) return chosen;
  const choices = `choose one of: [${containers.join(' ')}]${initContainers.length > 0 ? ` or one of the init containers: [${initContainers.join(' ')}]` : ''}`;
  throw badRequest(`a container name must be specified for pod ${pod.metadata.name}, ${choices}`);
}
