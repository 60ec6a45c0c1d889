import { execa } from 'execa';
import { buildBinaries } from '../../kubernetes/src/binaries.ts';
import { installPackages } from '../../kubernetes/src/packages.ts';
import { startKubeApiServer } from './kube-apiserver.ts';

/**
 * Runs this suite against a real kube-apiserver, which it starts and ends: `npm run contract:kube-apiserver`,
 * with vitest's own arguments behind `--`. With KUBE_API_CONTRACT_RECORD=1 the answers of the stories become
 * those of the real server. `-- serve` keeps it running instead and tells where its kubeconfig is.
 */
const args = process.argv.slice(2);
await installPackages();
await buildBinaries();
const server = await startKubeApiServer();
let exitCode = 1;
try {
  if (args[0] === 'serve') {
    process.stdout.write(`export KUBE_API_CONTRACT_KUBECONFIG=${server.kubeconfig}\n`);
    await new Promise(resolve => {
      process.once('SIGINT', resolve);
      process.once('SIGTERM', resolve);
    });
    exitCode = 0;
  } else {
    const command = ['vitest', 'run', '--project', 'contract', ...(args.length > 0 ? args : ['kube-api'])];
    const result = await execa('npx', command, {
      stdio: 'inherit',
      reject: false,
      env: { KUBE_API_CONTRACT_KUBECONFIG: server.kubeconfig },
    });
    exitCode = result.exitCode ?? 1;
  }
} finally {
  await server.close();
}
process.exitCode = exitCode;
