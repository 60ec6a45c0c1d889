import type { KubeObject } from '../../objects/kube-object.ts';
import { fieldsOf, listOf, numberOf, textOf } from '../../objects/object-fields.ts';
import type { Cells } from './cell-functions.ts';
import { labelsCell, none, orNone, selectorCell } from './cell-text.ts';

export const networkCells: Record<string, Cells> = {
  '/services': {
    Type: object => textOf(fieldsOf(object.spec).type),
    'Cluster-IP': object => orNone(textOf(fieldsOf(object.spec).clusterIP)),
    'External-IP': externalAddress,
    'Port(s)': ports,
    Selector: object => labelsCell(fieldsOf(object.spec).selector),
  },
  '/endpoints': { Endpoints: endpoints },
  'discovery.k8s.io/endpointslices': {
    AddressType: object => textOf(object.addressType),
    Ports: object =>
      shortList(
        listOf(object.ports).map(port => String(port.port)),
        '<unset>',
      ),
    Endpoints: object =>
      shortList(
        listOf(object.endpoints).flatMap(endpoint =>
          Array.isArray(endpoint.addresses) ? endpoint.addresses.map(String) : [],
        ),
        '<unset>',
      ),
  },
  'networking.k8s.io/ingresses': {
    Class: object => textOf(fieldsOf(object.spec).ingressClassName) || none,
    Hosts: object =>
      shortList(
        listOf(fieldsOf(object.spec).rules).map(rule => textOf(rule.host) || '*'),
        '*',
      ),
    Address: object =>
      listOf(fieldsOf(object.status, 'loadBalancer').ingress)
        .map(point => textOf(point.ip) || textOf(point.hostname))
        .join(','),
    Ports: object => (listOf(fieldsOf(object.spec).tls).length > 0 ? '80, 443' : '80'),
  },
  'networking.k8s.io/networkpolicies': {
    'Pod-Selector': object => selectorCell(fieldsOf(object.spec).podSelector),
  },
  'networking.k8s.io/ingressclasses': { Controller: object => textOf(fieldsOf(object.spec).controller) },
  'coordination.k8s.io/leases': { Holder: object => textOf(fieldsOf(object.spec).holderIdentity) },
};

function externalAddress(service: KubeObject): string {
  const spec = fieldsOf(service.spec);
  const external = Array.isArray(spec.externalIPs) ? spec.externalIPs.join(',') : '';
  switch (spec.type) {
    case 'ExternalName':
      return textOf(spec.externalName);
    case 'LoadBalancer': {
      const points = listOf(fieldsOf(service.status, 'loadBalancer').ingress).map(
        point => textOf(point.ip) || textOf(point.hostname),
      );
      return [...points, external].filter(text => text !== '').join(',') || '<pending>';
    }
    default:
      return orNone(external);
  }
}

function ports(service: KubeObject): string {
  const texts = listOf(fieldsOf(service.spec).ports).map(port => {
    const node = numberOf(port.nodePort);
    return `${port.port}${node > 0 ? `:${node}` : ''}/${textOf(port.protocol)}`;
  });
  return orNone(texts.join(','));
}

function endpoints(object: KubeObject): string {
  const all = listOf(object.subsets).flatMap(subset =>
    listOf(subset.ports).length === 0
      ? listOf(subset.addresses).map(address => textOf(address.ip))
      : listOf(subset.ports).flatMap(port =>
          listOf(subset.addresses).map(address => `${textOf(address.ip)}:${port.port}`),
        ),
  );
  return shortList(all, none);
}

/** The first three and how many more, as kubectl shows long lists. */
function shortList(items: string[], empty: string): string {
  if (items.length === 0) return empty;
  const shown = items.slice(0, 3).join(',');
  return items.length > 3 ? `${shown} + ${items.length - 3} more...` : shown;
}
