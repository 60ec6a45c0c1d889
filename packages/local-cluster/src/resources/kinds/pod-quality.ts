import { type Fields, fieldsOf, listOf } from '../../objects/object-fields.ts';

/** The QoS class, by which a kubelet chooses the pod to evict first. */
export function qualityOfService(spec: Fields): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const containers = [...listOf(spec.containers), ...listOf(spec.initContainers)];
  const amounts = containers.map(container => ({
    requests: fieldsOf(container, 'resources', 'requests'),
    limits: fieldsOf(container, 'resources', 'limits'),
  }));
  const isBare = amounts.every(
    ({ requests, limits }) => !requests.cpu && !requests.memory && !limits.cpu && !limits.memory,
  );
  if (isBare) return 'BestEffort';
  const isGuaranteed = amounts.every(({ requests, limits }) =>
    ['cpu', 'memory'].every(name => limits[name] !== undefined && requests[name] === limits[name]),
  );
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
}
