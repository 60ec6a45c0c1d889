/**
 * Takes out of a test worker's environment what a developer or a surrounding program has set for kubectl, helm, git and
 * this product. It is vitest's setup file of all tests that run on this machine alone.
 */
const others =
  /^(CARTRIDGE|GIT|HELM|KUBECACHEDIR|KUBECONFIG|KUBECTL|TARANTOOL)(_|$)|^(https?|all|no)_proxy$/i;

for (const name of Object.keys(process.env)) if (others.test(name)) delete process.env[name];

// Nor the settings that git reads from files, such as signed commits, hooks and line ends.
process.env.GIT_CONFIG_GLOBAL = '/dev/null';
process.env.GIT_CONFIG_NOSYSTEM = '1';

// `npm run coverage` wants to know what the processes run that tests start; vitest itself measures its workers.
if (process.env.COVERAGE_OF_CHILDREN !== undefined)
  process.env.NODE_V8_COVERAGE = process.env.COVERAGE_OF_CHILDREN;
