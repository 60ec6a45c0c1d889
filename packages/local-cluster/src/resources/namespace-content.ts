import type { Log } from '../runtime/log.ts';
import { ensureObject } from './ensure-object.ts';
import type { ObjectService } from './object-service.ts';
import { RetriedWork } from './retried-work.ts';

const core = { group: '', version: 'v1' };

/**
 * Keeps in every namespace what pods rely on: the service account `default` and the ConfigMap with the
 * cluster's authority. Returns once all namespaces that exist have them; later ones get them as they appear.
 */
export async function keepNamespaceContent(
  service: ObjectService,
  { ca, log }: { ca: string; log: Log },
): Promise<() => void> {
  const { store } = service.parts;
  const retried = new RetriedWork(log);
  const fill = (namespace: string): void =>
    retried.start(`Filling namespace ${namespace}`, () => fillNamespace(service, namespace, ca));
  const stop = store.onChange(change => {
    const { metadata } = change.object;
    if (change.storage === '/namespaces' && change.type === 'ADDED') fill(metadata.name);
    const isKept =
      (change.storage === '/serviceaccounts' && metadata.name === 'default') ||
      (change.storage === '/configmaps' && metadata.name === 'kube-root-ca.crt');
    if (isKept && change.type === 'DELETED') fill(metadata.namespace ?? '');
  });
  await Promise.all(
    store.list('/namespaces').map(namespace => fillNamespace(service, namespace.metadata.name, ca)),
  );
  return () => {
    stop();
    retried.stop();
  };
}

async function fillNamespace(service: ObjectService, namespace: string, ca: string): Promise<void> {
  await Promise.all([
    ensureObject(
      service,
      { ...core, resource: 'serviceaccounts' },
      { metadata: { name: 'default', namespace } },
    ),
    ensureObject(
      service,
      { ...core, resource: 'configmaps' },
      {
        metadata: {
          name: 'kube-root-ca.crt',
          namespace,
          annotations: {
            'kubernetes.io/description':
              'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.',
          },
        },
        data: { 'ca.crt': ca },
      },
    ),
  ]);
}
