// The arrows between packages, each with the sentence that explains it.
const allowed = {
  api: [],
  platform: [],
  process: [],
  planner: ['api'],
  cartridge: ['api', 'platform'],
  kube: ['api', 'platform'],
  observe: ['api', 'platform', 'process', 'planner', 'cartridge', 'kube'],
  operator: ['api', 'platform', 'process', 'planner', 'cartridge', 'kube', 'observe'],
  simulation: ['api', 'platform', 'process', 'planner', 'cartridge', 'kube', 'observe', 'operator'],
  // The servers take types and pure functions of the wire only (docs/decisions/one-declaration.md).
  'local-cluster': ['api', 'process'],
  'dev-instance': ['api', 'process'],
  ui: ['api', 'planner'],
  cli: ['api', 'platform', 'process', 'planner', 'cartridge', 'kube', 'observe', 'local-cluster'],
};

const arrows = Object.entries(allowed).map(([name, targets]) => ({
  name: `arrow-${name}`,
  comment: `packages/${name} may import only: ${targets.join(', ') || 'no other package of ours'}`,
  severity: 'error',
  from: { path: `^packages/${name}/src/`, pathNot: '\\.test\\.tsx?$' },
  to: { path: '^packages/', pathNot: `^packages/(${[name, ...targets].join('|')})/` },
}));

/**
 * The arrows between the rooms (folders) of a package, from the bottom up: a room names the rooms above it in the list that
 * its files may import, so that the list itself admits no circle. `files` of the root are open to all rooms.
 */
function roomArrows({ name, rooms, files = [] }) {
  const names = Object.keys(rooms);
  const src = `^packages/${name}/src/`;
  const arrowsOfRooms = names.map((room, at) => {
    const { imports, why } = rooms[room];
    const later = imports.filter(target => !names.slice(0, at).includes(target));
    if (later.length > 0) throw new Error(`${name}/src/${room} may only import rooms above it: ${later}`);
    const open = [
      ...files.map(file => `${file.replaceAll('.', '\\.')}$`),
      `(${[room, ...imports].join('|')})/`,
    ];
    return {
      name: `${name}-${room}`,
      comment: `${why}. packages/${name}/src/${room} may import only: ${imports.join(', ') || 'no other room'}`,
      severity: 'error',
      from: { path: `${src}${room}/`, pathNot: '\\.test\\.ts$' },
      to: { path: src, pathNot: `${src}(${open.join('|')})` },
    };
  });
  return [
    ...arrowsOfRooms,
    {
      name: `${name}-rooms`,
      comment: `A new room of packages/${name} states its arrows here`,
      severity: 'error',
      from: { path: `${src}[^/]+/`, pathNot: [`${src}(${names.join('|')}|testing)/`, '\\.test\\.ts$'] },
      to: {},
    },
  ];
}

const plannerRooms = {
  plan: { imports: [], why: 'The words of a plan decide nothing' },
  views: { imports: ['plan'], why: 'Objects of the snapshot read in one way' },
  facts: { imports: ['plan', 'views'], why: 'What follows from the snapshot decides nothing' },
  objects: { imports: ['plan', 'views', 'facts'], why: 'Kubernetes objects as they are wanted' },
  actions: { imports: ['plan', 'views', 'facts'], why: 'What an action touches' },
  gates: {
    imports: ['plan', 'views', 'facts', 'actions'],
    why: 'Gates let actions pass and know no concern',
  },
  concerns: {
    imports: ['plan', 'views', 'facts', 'objects', 'actions'],
    why: 'Concerns propose and know no gate',
  },
  status: { imports: ['plan', 'views', 'facts'], why: 'Conditions follow from the snapshot and the plan' },
};

const localClusterRooms = {
  runtime: { imports: [], why: 'Log, timers and the identity of a process know nothing of Kubernetes' },
  schema: { imports: [], why: "Kubernetes' schemas say types, defaults and limits of any JSON value" },
  ports: { imports: [], why: 'Which port of a pod lies where is written in files and read by every process' },
  images: { imports: [], why: 'The image store is used by other processes too, while no cluster runs' },
  errors: {
    imports: ['schema'],
    why: 'A refusal names the fields that a schema refuses, and nothing of the server',
  },
  objects: {
    imports: ['schema'],
    why: 'The shape of an API object, and functions over one object, keep nothing',
  },
  'in-process': {
    imports: ['objects'],
    why: 'The API as controllers and node see it is an interface: what answers is given to them',
  },
  storage: {
    imports: ['runtime', 'errors', 'objects'],
    why: 'The store keeps objects on disk and in memory, and knows no kind and no caller',
  },
  auth: {
    imports: ['errors', 'objects'],
    why: 'Who calls and what RBAC grants is read from objects, whatever the request is',
  },
  patch: {
    imports: ['schema', 'errors', 'objects'],
    why: 'A patch is a function from an object to an object: it knows no resource and writes nothing',
  },
  'downward-api': {
    imports: ['objects', 'in-process'],
    why: 'Fields of a pod as text serve volumes and environment alike',
  },
  volumes: {
    imports: ['in-process', 'downward-api'],
    why: 'Volumes fill folders and know nothing of the processes that read them',
  },
  resources: {
    imports: ['runtime', 'schema', 'errors', 'objects', 'in-process', 'storage', 'auth', 'patch', 'volumes'],
    why: 'The verbs are the same over HTTP and in process; the default class names the provisioner of volumes',
  },
  admission: {
    imports: ['errors', 'objects', 'auth', 'resources'],
    why: 'Admission fills in and refuses by what other objects say; resources know its interface only',
  },
  discovery: { imports: ['resources'], why: 'Discovery documents list what the registry serves' },
  openapi: { imports: ['schema', 'resources'], why: 'OpenAPI documents describe what the registry serves' },
  table: { imports: ['schema', 'objects', 'resources'], why: 'Tables show objects and know no request' },
  events: {
    imports: ['runtime', 'objects', 'in-process'],
    why: 'Events are written through the API like other objects',
  },
  dns: {
    imports: ['runtime', 'ports', 'in-process'],
    why: 'Names and cluster IPs follow from Services and EndpointSlices, not from who makes them',
  },
  controllers: {
    imports: ['runtime', 'objects', 'in-process', 'volumes', 'events'],
    why: 'Controllers see the cluster through the API in process alone: no store, no HTTP',
  },
  scheduler: {
    imports: ['objects', 'in-process', 'controllers'],
    why: 'The scheduler is one more reconcile loop',
  },
  shim: {
    imports: ['ports'],
    why: 'The shim runs inside the processes of containers and is bundled by itself',
  },
  node: {
    imports: [
      'runtime',
      'ports',
      'images',
      'errors',
      'objects',
      'in-process',
      'downward-api',
      'volumes',
      'events',
      'shim',
    ],
    why: 'The node runs pods and sees the cluster through the API in process alone: no store, no HTTP',
  },
  http: {
    imports: [
      'runtime',
      'schema',
      'errors',
      'objects',
      'in-process',
      'storage',
      'auth',
      'patch',
      'resources',
      'admission',
      'discovery',
      'openapi',
      'table',
      'node',
    ],
    why: 'HTTP is one way to the verbs, and asks the node for logs and exec; nothing but the root imports it',
  },
};

const devInstanceRooms = {
  options: { imports: [], why: 'Options and URIs are read before anything runs' },
  lua: { imports: [], why: 'The interpreter runs Lua and calls the functions that it is given' },
  membership: { imports: ['options'], why: 'SWIM over UDP knows members, not what they are for' },
  topology: {
    imports: ['membership'],
    why: 'Pure rules over the clusterwide config and the members that are seen',
  },
  rpc: { imports: ['options'], why: 'Calls between instances carry values and do not know what is called' },
  box: { imports: ['options', 'rpc'], why: 'Data of one instance, and its copy from another over rpc' },
  vshard: { imports: ['topology', 'rpc', 'box'], why: 'Buckets are moved between boxes over rpc' },
  'state-provider': {
    imports: ['topology', 'rpc', 'box'],
    why: 'Appointed leaders are kept outside of the instances',
  },
  roles: {
    imports: ['lua', 'topology'],
    why: 'Roles of the application are Lua called with the clusterwide config',
  },
  cluster: {
    imports: ['options', 'lua', 'membership', 'topology', 'rpc', 'box', 'vshard', 'state-provider', 'roles'],
    why: 'An instance as a member: its states, the config in two phases, failover',
  },
  admin: {
    imports: ['topology', 'vshard', 'roles', 'cluster'],
    why: 'The admin API decides nothing about HTTP',
  },
  http: {
    imports: ['options', 'lua', 'topology', 'roles', 'cluster', 'admin'],
    why: 'HTTP is one way to the admin API; Lua is another',
  },
  metrics: {
    imports: ['lua', 'cluster', 'http'],
    why: 'Metrics are read from the instance and served over HTTP',
  },
  'lua-functions': {
    imports: ['lua', 'topology', 'box', 'vshard', 'roles', 'cluster', 'admin'],
    why: 'What an application may call from Lua reaches everything; nothing but the root imports it',
  },
};

module.exports = {
  forbidden: [
    ...arrows,
    ...roomArrows({ name: 'planner', rooms: plannerRooms, files: ['snapshot.ts'] }),
    ...roomArrows({ name: 'local-cluster', rooms: localClusterRooms }),
    ...roomArrows({
      name: 'dev-instance',
      rooms: devInstanceRooms,
      files: ['errors.ts', 'log.ts', 'version.ts'],
    }),
    {
      name: 'no-deep-import',
      comment: 'A package speaks through its index.ts',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: {
        path: '^packages/[^/]+/',
        pathNot: [
          '^packages/$1/',
          '^packages/[^/]+/src/index\\.tsx?$',
          '^packages/[^/]+/(src/)?testing/index\\.ts$',
        ],
      },
    },
    {
      name: 'testing-is-for-tests',
      comment: 'Fakes and clocks for tests stay out of what runs',
      severity: 'error',
      from: { path: '^packages/', pathNot: ['\\.test\\.tsx?$', '/testing/', '^packages/simulation/'] },
      to: { path: '^packages/[^/]+/(src/)?testing/' },
    },
    {
      name: 'no-cycle',
      comment: 'A cycle means that two files are one idea, or that one of them knows too much',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'pure-packages',
      comment:
        'api and planner decide in values: no node builtins, and of npm packages only uuid, for UUIDs of names',
      severity: 'error',
      from: { path: '^packages/(api|planner)/src/', pathNot: '\\.test\\.ts$' },
      to: {
        dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer'],
        pathNot: '^node_modules/uuid/',
      },
    },
    {
      name: 'outside-comes-in',
      comment: 'Time, chance and HTTP come from packages/platform, so that a simulation can own them',
      severity: 'error',
      from: { path: '^packages/(kube|cartridge|observe|operator)/src/', pathNot: '\\.test\\.ts$|/testing/' },
      to: { path: '^(node:)?(timers|timers/promises|perf_hooks|https|undici)$|(^|/)node_modules/undici/' },
    },
    {
      name: 'nobody-imports-tests',
      comment: 'Only test/ sees everything',
      severity: 'error',
      from: { path: '^packages/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^test/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|testdata|fixtures)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
