/** Default roles and bindings, as kube-apiserver makes them: enough for users and charts that refer to them. */
export interface SystemRole {
  resource: 'clusterroles' | 'clusterrolebindings';
  body: { metadata: { name: string; labels?: Record<string, string> }; [field: string]: unknown };
}

const bootstrapping = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };
const readVerbs = ['get', 'list', 'watch'];
const writeVerbs = ['create', 'delete', 'deletecollection', 'patch', 'update'];

const workloads = [
  {
    apiGroups: [''],
    resources: [
      'configmaps',
      'endpoints',
      'persistentvolumeclaims',
      'pods',
      'replicationcontrollers',
      'replicationcontrollers/scale',
      'serviceaccounts',
      'services',
    ],
  },
  {
    apiGroups: ['apps'],
    resources: [
      'daemonsets',
      'deployments',
      'deployments/scale',
      'replicasets',
      'replicasets/scale',
      'statefulsets',
      'statefulsets/scale',
    ],
  },
  { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'] },
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'] },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'networkpolicies'] },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'] },
];

const readOnly = [
  ...workloads.map(rule => ({ ...rule, verbs: readVerbs })),
  {
    apiGroups: [''],
    resources: [
      'bindings',
      'events',
      'limitranges',
      'namespaces',
      'namespaces/status',
      'pods/log',
      'pods/status',
      'resourcequotas',
    ],
    verbs: readVerbs,
  },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: readVerbs },
];

const readWrite = [
  ...readOnly,
  ...workloads.map(rule => ({ ...rule, verbs: writeVerbs })),
  { apiGroups: [''], resources: ['secrets'], verbs: [...readVerbs, ...writeVerbs] },
  {
    apiGroups: [''],
    resources: ['pods/attach', 'pods/exec', 'pods/portforward', 'pods/proxy', 'services/proxy'],
    verbs: ['get', ...writeVerbs],
  },
  { apiGroups: [''], resources: ['pods/eviction', 'serviceaccounts/token'], verbs: ['create'] },
  { apiGroups: [''], resources: ['events'], verbs: writeVerbs },
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: [...readVerbs, ...writeVerbs] },
];

const roleRules = {
  apiGroups: ['rbac.authorization.k8s.io'],
  resources: ['roles', 'rolebindings'],
  verbs: [...readVerbs, ...writeVerbs],
};

export const systemRoles: SystemRole[] = [
  clusterRole('cluster-admin', [
    { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
    { nonResourceURLs: ['*'], verbs: ['*'] },
  ]),
  ...userRole('view', readOnly),
  ...userRole('edit', readWrite),
  ...userRole('admin', [...readWrite, roleRules]),
  clusterRole('system:basic-user', [
    {
      apiGroups: ['authorization.k8s.io'],
      resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
      verbs: ['create'],
    },
    { apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'], verbs: ['create'] },
  ]),
  clusterRole('system:discovery', [
    {
      nonResourceURLs: [
        '/api',
        '/api/*',
        '/apis',
        '/apis/*',
        '/openapi',
        '/openapi/*',
        '/version',
        '/version/',
      ],
      verbs: ['get'],
    },
  ]),
  clusterRole('system:auth-delegator', [
    { apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'], verbs: ['create'] },
    { apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] },
  ]),
  binding('cluster-admin', 'system:masters'),
  binding('system:basic-user', 'system:authenticated'),
  binding('system:discovery', 'system:authenticated'),
];

function clusterRole(name: string, rules: unknown[]): SystemRole {
  return { resource: 'clusterroles', body: { metadata: { name, labels: bootstrapping }, rules } };
}

/** The roles for people gather what charts add with an aggregation label, beside their own rules. */
function userRole(name: 'admin' | 'edit' | 'view', rules: unknown[]): SystemRole[] {
  const label = `rbac.authorization.k8s.io/aggregate-to-${name}`;
  return [
    {
      resource: 'clusterroles',
      body: {
        metadata: { name: `system:aggregate-to-${name}`, labels: { ...bootstrapping, [label]: 'true' } },
        rules,
      },
    },
    {
      resource: 'clusterroles',
      body: {
        metadata: { name, labels: bootstrapping },
        aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [label]: 'true' } }] },
        rules,
      },
    },
  ];
}

function binding(role: string, group: string): SystemRole {
  return {
    resource: 'clusterrolebindings',
    body: {
      metadata: { name: role, labels: bootstrapping },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: group }],
    },
  };
}
