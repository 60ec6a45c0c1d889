import { execFile } from 'node:child_process';
import type { Tool } from '../tools/tool.ts';
import type { StateFolder } from './state-folder.ts';

/** Runs helm; rejects with HelmError. */
export type RunHelm = (...args: string[]) => Promise<string>;

/** What helm said, without the words around it. */
export class HelmError extends Error {}

export function helmAgainst(options: {
  tool: Tool;
  kubeconfig: string;
  state: StateFolder;
  signal: AbortSignal;
}): RunHelm {
  const environment = {
    ...withoutOtherClusters(process.env),
    KUBECONFIG: options.kubeconfig,
    // Discovery answers are cached by address, which a new cluster may share with an old one.
    KUBECACHEDIR: options.state.kubeCache,
  };
  return (...args) =>
    new Promise((resolve, reject) => {
      execFile(
        options.tool.file,
        args,
        { env: environment, maxBuffer: 16 << 20, signal: options.signal },
        (error, stdout, stderr) => {
          if (error === null) resolve(stdout);
          else reject(new HelmError(extractMessage(stderr) || error.message, { cause: error }));
        },
      );
    });
}

/** Variables such as HELM_KUBEAPISERVER and HELM_KUBECONTEXT win over KUBECONFIG: helm uses the cluster they name. */
export function namesCluster(variable: string): boolean {
  return variable.startsWith('HELM_KUBE');
}

function withoutOtherClusters(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const isLeftOut = (name: string): boolean =>
    namesCluster(name) || ['HELM_NAMESPACE', 'HELM_DRIVER', 'HELM_DEBUG'].includes(name);
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !isLeftOut(name)));
}

/** Logs and warnings go away, and so does the chain of "failed" in front of the reason. */
export function extractMessage(stderr: string): string {
  return stderr
    .split('\n')
    .filter(line => line.trim() !== '' && !/^(level=|time=|WARNING:|[IWE]\d{4} )/.test(line))
    .join('\n')
    .replace(/^Error: /, '')
    .replace(/^(INSTALLATION|UPGRADE) FAILED: /, '')
    .trim();
}
