import type { ApiRequest } from '@cartridge-on-kubernetes/kube/testing';

const MOST_CHARACTERS = 300;

/** A write to Kubernetes in plain words: `patch pods/routers-0-0: {…}`. */
export function describeApiRequest({ method, path, body }: ApiRequest): string {
  const what = path.replace(/^.*\/namespaces\/[^/]+\//, '');
  return `${verbs[method] ?? method} ${what}: ${body.slice(0, MOST_CHARACTERS)}`;
}

const verbs: Readonly<Record<string, string>> = {
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** A change that an instance is asked for: `edit_topology {…}`. */
export function describeAdminRequest(body: string): string {
  const { query, variables } = JSON.parse(body) as { query: string; variables: unknown };
  const names = [...query.matchAll(/[a-z]+_[a-z_]+/g)].map(([name]) => name);
  const name = names.find(known => changes.includes(known)) ?? query;
  return `${name} ${variables === null ? '' : JSON.stringify(variables).slice(0, MOST_CHARACTERS)}`.trimEnd();
}

const changes = [
  'edit_topology',
  'bootstrap_vshard',
  'failover_params',
  'config_force_reapply',
  'restart_replication',
  'probe_server',
];
