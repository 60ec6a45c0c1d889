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
  // Types and pure functions only: what Kubernetes defines is declared once (docs/decisions/one-declaration.md).
  'local-cluster': ['api', 'process'],
  'dev-instance': ['process'],
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

// The rooms of the planner, each with the rooms whose files it may import: from the words of a plan up to what decides.
const plannerRooms = {
  plan: [],
  views: ['plan'],
  facts: ['plan', 'views'],
  objects: ['plan', 'views', 'facts'],
  actions: ['plan', 'views', 'facts'],
  gates: ['plan', 'views', 'facts', 'actions'],
  concerns: ['plan', 'views', 'facts', 'objects', 'actions'],
  status: ['plan', 'views', 'facts'],
};

const plannerArrows = Object.entries(plannerRooms).map(([room, targets]) => ({
  name: `planner-${room}`,
  comment: `packages/planner/src/${room} may import only: ${targets.join(', ') || 'no other room'}`,
  severity: 'error',
  from: { path: `^packages/planner/src/${room}/`, pathNot: '\\.test\\.ts$' },
  to: {
    path: '^packages/planner/src/',
    pathNot: `^packages/planner/src/(snapshot\\.ts$|(${[room, ...targets].join('|')})/)`,
  },
}));

module.exports = {
  forbidden: [
    ...arrows,
    ...plannerArrows,
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
          '^packages/[^/]+/src/testing/index\\.ts$',
        ],
      },
    },
    {
      name: 'testing-is-for-tests',
      comment: 'Fakes and clocks for tests stay out of what runs',
      severity: 'error',
      from: { path: '^packages/', pathNot: ['\\.test\\.tsx?$', '/src/testing/'] },
      to: { path: '^packages/[^/]+/src/testing/' },
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
      comment: 'api and planner decide in values: no node builtins, no npm packages',
      severity: 'error',
      from: { path: '^packages/(api|planner)/src/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer'] },
    },
    {
      name: 'outside-comes-in',
      comment: 'Time, chance and HTTP come from packages/platform, so that a simulation can own them',
      severity: 'error',
      from: {
        path: '^packages/(kube|cartridge|observe|operator)/src/',
        pathNot: ['\\.test\\.ts$', '/src/testing/'],
      },
      to: {
        path: '^(node:)?(timers|timers/promises|perf_hooks|https|undici)$|/node_modules/undici/|^node_modules/undici/',
      },
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
