import type { KubeObject } from '../../objects/kube-object.ts';
import {
  ensureFields,
  type Fields,
  fieldsOf,
  listOf,
  numberOf,
  setDefault,
  textOf,
} from '../../objects/object-fields.ts';
import { type FieldError, fieldErrors, keyedField } from '../../schema/field-error.ts';
import type { KindRules, RuleContext } from '../kind-rules.ts';
import { chooseClusterIP, chooseNodePort } from './service-addresses.ts';

export const serviceRules: KindRules = {
  nameRule: 'rfc1035-label',
  applyDefaults(service) {
    const spec = fieldsOf(service.spec);
    setDefault(spec, 'sessionAffinity', 'None');
    setDefault(spec, 'type', 'ClusterIP');
    if (spec.sessionAffinity === 'ClientIP')
      setDefault(
        ensureFields(ensureFields(spec, 'sessionAffinityConfig'), 'clientIP'),
        'timeoutSeconds',
        10800,
      );
    for (const port of listOf(spec.ports)) {
      setDefault(port, 'protocol', 'TCP');
      if (port.targetPort === undefined || port.targetPort === 0 || port.targetPort === '')
        port.targetPort = port.port;
    }
    if (spec.type === 'ExternalName') return;
    setDefault(spec, 'internalTrafficPolicy', 'Cluster');
    if (spec.type !== 'ClusterIP') setDefault(spec, 'externalTrafficPolicy', 'Cluster');
    if (spec.type === 'LoadBalancer') setDefault(spec, 'allocateLoadBalancerNodePorts', true);
  },
  prepareForCreate(service, context) {
    service.status = { loadBalancer: {} };
    allocate(fieldsOf(service.spec), context);
  },
  prepareForUpdate(service, previous, context) {
    const [spec, old] = [fieldsOf(service.spec), fieldsOf(previous.spec)];
    keepAllocations(spec, old);
    allocate(spec, context);
  },
  validate: portErrors,
  validateUpdate: addressErrors,
};

function allocate(spec: Fields, context: RuleContext): void {
  if (spec.type === 'ExternalName') return;
  const services = context.reader.list('/services');
  if (!textOf(spec.clusterIP)) spec.clusterIP = chooseClusterIP(services);
  spec.clusterIPs = [spec.clusterIP];
  if (spec.ipFamilies === undefined)
    spec.ipFamilies = [textOf(spec.clusterIP).includes(':') ? 'IPv6' : 'IPv4'];
  setDefault(spec, 'ipFamilyPolicy', 'SingleStack');
  if (spec.type !== 'NodePort' && spec.type !== 'LoadBalancer') return;
  const chosen = new Set<number>(listOf(spec.ports).map(port => numberOf(port.nodePort)));
  for (const port of listOf(spec.ports)) {
    if (numberOf(port.nodePort) !== 0) continue;
    port.nodePort = chooseNodePort(services, chosen);
    chosen.add(numberOf(port.nodePort));
  }
}

/** A client that leaves out what the server chose keeps it. */
function keepAllocations(spec: Fields, old: Fields): void {
  if (spec.type === 'ExternalName' || old.type === 'ExternalName') return;
  for (const field of ['clusterIP', 'ipFamilies', 'ipFamilyPolicy'])
    if (!spec[field]) spec[field] = old[field];
  for (const port of listOf(spec.ports)) {
    const same = listOf(old.ports).find(
      candidate => candidate.port === port.port && candidate.protocol === port.protocol,
    );
    if (numberOf(port.nodePort) === 0 && same?.nodePort !== undefined && spec.type !== 'ClusterIP')
      port.nodePort = same.nodePort;
  }
}

function portErrors(service: KubeObject): FieldError[] {
  const spec = fieldsOf(service.spec);
  const ports = listOf(spec.ports);
  const errors: FieldError[] = [];
  if (ports.length === 0 && spec.type !== 'ExternalName' && spec.clusterIP !== 'None')
    errors.push(fieldErrors.required('spec.ports'));
  for (const [index, port] of ports.entries()) {
    const path = keyedField('spec.ports', index);
    const number = numberOf(port.port);
    if (number < 1 || number > 65535)
      errors.push(fieldErrors.invalid(`${path}.port`, port.port, 'must be between 1 and 65535, inclusive'));
    if (ports.length > 1 && !textOf(port.name)) errors.push(fieldErrors.required(`${path}.name`));
    const earlier = ports.slice(0, index);
    if (textOf(port.name) && earlier.some(other => other.name === port.name))
      errors.push(fieldErrors.duplicate(`${path}.name`, port.name));
    if (earlier.some(other => other.port === port.port && other.protocol === port.protocol))
      errors.push(fieldErrors.duplicate(path, { protocol: port.protocol, port: port.port }));
  }
  return errors;
}

function addressErrors(service: KubeObject, previous: KubeObject): FieldError[] {
  const [spec, old] = [fieldsOf(service.spec), fieldsOf(previous.spec)];
  if (spec.type === 'ExternalName' || old.type === 'ExternalName' || spec.clusterIP === old.clusterIP)
    return [];
  return [fieldErrors.invalid('spec.clusterIPs[0]', [spec.clusterIP], 'may not change once set')];
}
