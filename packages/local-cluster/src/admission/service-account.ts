import { forbidden } from '../errors/api-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { type Fields, fieldsOf, listOf, textOf } from '../objects/object-fields.ts';
import type { RuleContext } from '../resources/kind-rules.ts';
import { generateName } from '../resources/names.ts';

const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Gives a pod its service account, that account's pull secrets, and the projected token volume. */
export function admitServiceAccount(object: KubeObject, { resource, reader }: RuleContext): void {
  if (resource.storage !== '/pods') return;
  const spec = fieldsOf(object, 'spec');
  const namespace = object.metadata.namespace ?? '';
  if (!textOf(spec.serviceAccountName)) spec.serviceAccountName = textOf(spec.serviceAccount) || 'default';
  spec.serviceAccount = spec.serviceAccountName;
  const name = textOf(spec.serviceAccountName);
  const account = reader.read('/serviceaccounts', { namespace, name });
  if (!account)
    throw forbidden(
      { ...resource, name: object.metadata.name },
      `error looking up service account ${namespace}/${name}: serviceaccount ${JSON.stringify(name)} not found`,
    );
  if (spec.imagePullSecrets === undefined && listOf(account.imagePullSecrets).length > 0)
    spec.imagePullSecrets = structuredClone(account.imagePullSecrets);
  const wantsToken = spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true;
  if (wantsToken) mountToken(spec);
}

function mountToken(spec: Fields): void {
  const containers = [...listOf(spec.initContainers), ...listOf(spec.containers)];
  const unmounted = containers.filter(
    container => !listOf(container.volumeMounts).some(mount => mount.mountPath === mountPath),
  );
  if (unmounted.length === 0) return;
  const name = generateName('kube-api-access-');
  spec.volumes = [...listOf(spec.volumes), { name, projected: tokenProjection() }];
  for (const container of unmounted)
    container.volumeMounts = [...listOf(container.volumeMounts), { name, readOnly: true, mountPath }];
}

function tokenProjection() {
  return {
    defaultMode: 420,
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      {
        downwardAPI: {
          items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
        },
      },
    ],
  };
}
