import { type Fields, fieldsOf, listOf, setDefault, textOf } from '../../objects/object-fields.ts';

/** Defaults of a pod's spec, wherever a pod template stands. */
export function applyPodSpecDefaults(spec: Fields): void {
  setDefault(spec, 'restartPolicy', 'Always');
  setDefault(spec, 'terminationGracePeriodSeconds', 30);
  setDefault(spec, 'dnsPolicy', 'ClusterFirst');
  setDefault(spec, 'schedulerName', 'default-scheduler');
  if (spec.securityContext === undefined) spec.securityContext = {};
  if (textOf(spec.serviceAccountName) && !textOf(spec.serviceAccount))
    spec.serviceAccount = spec.serviceAccountName;
  if (textOf(spec.serviceAccount) && !textOf(spec.serviceAccountName))
    spec.serviceAccountName = spec.serviceAccount;
  for (const container of [...listOf(spec.initContainers), ...listOf(spec.containers)])
    applyContainerDefaults(container);
  for (const volume of listOf(spec.volumes)) applyVolumeDefaults(volume);
}

function applyContainerDefaults(container: Fields): void {
  const image = textOf(container.image);
  setDefault(container, 'imagePullPolicy', hasLatestTag(image) ? 'Always' : 'IfNotPresent');
  setDefault(container, 'terminationMessagePath', '/dev/termination-log');
  setDefault(container, 'terminationMessagePolicy', 'File');
  for (const variable of listOf(container.env)) {
    const reference = fieldsOf(variable, 'valueFrom').fieldRef;
    if (reference !== undefined) setDefault(fieldsOf(reference), 'apiVersion', 'v1');
  }
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe'])
    applyProbeDefaults(container[probe]);
  for (const hook of Object.values(fieldsOf(container.lifecycle))) applyHttpDefaults(fieldsOf(hook).httpGet);
}

/** Of pods alone: a template keeps what its author wrote. */
export function requestWhatIsLimited(spec: Fields): void {
  for (const container of [...listOf(spec.initContainers), ...listOf(spec.containers)]) {
    const resources = fieldsOf(container.resources);
    if (resources.limits !== undefined)
      resources.requests = { ...fieldsOf(resources.limits), ...fieldsOf(resources.requests) };
  }
}

function hasLatestTag(image: string): boolean {
  if (image.includes('@')) return false;
  const name = image.slice(image.lastIndexOf('/') + 1);
  return !name.includes(':') || name.endsWith(':latest');
}

function applyProbeDefaults(probe: unknown): void {
  if (probe === undefined) return;
  const fields = fieldsOf(probe);
  setNumberDefault(fields, 'timeoutSeconds', 1);
  setNumberDefault(fields, 'periodSeconds', 10);
  setNumberDefault(fields, 'successThreshold', 1);
  setNumberDefault(fields, 'failureThreshold', 3);
  applyHttpDefaults(fields.httpGet);
}

function applyHttpDefaults(get: unknown): void {
  if (get === undefined) return;
  const fields = fieldsOf(get);
  setDefault(fields, 'path', '/');
  setDefault(fields, 'scheme', 'HTTP');
}

function setNumberDefault(fields: Fields, name: string, value: number): void {
  if (fields[name] === undefined || fields[name] === 0) fields[name] = value;
}

function applyVolumeDefaults(volume: Fields): void {
  for (const source of ['secret', 'configMap', 'downwardAPI', 'projected'])
    if (volume[source] !== undefined) setDefault(fieldsOf(volume[source]), 'defaultMode', 420);
  if (volume.hostPath !== undefined && fieldsOf(volume.hostPath).type === undefined)
    fieldsOf(volume.hostPath).type = '';
  for (const item of [
    ...listOf(fieldsOf(volume.downwardAPI).items),
    ...listOf(fieldsOf(volume.projected).sources).flatMap(source =>
      listOf(fieldsOf(source.downwardAPI).items),
    ),
  ])
    if (item.fieldRef !== undefined) setDefault(fieldsOf(item.fieldRef), 'apiVersion', 'v1');
  for (const source of listOf(fieldsOf(volume.projected).sources))
    if (source.serviceAccountToken !== undefined)
      setDefault(fieldsOf(source.serviceAccountToken), 'expirationSeconds', 3600);
  const isEmpty = Object.keys(volume).every(name => name === 'name');
  if (isEmpty) volume.emptyDir = {};
}
