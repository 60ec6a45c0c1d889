import { execFile } from 'node:child_process';
import { CliError } from '../errors.ts';
import type { Tool } from '../tools/tool.ts';
import type { StateFolder } from './state-folder.ts';

export type RunHelm = (...args: string[]) => Promise<string>;

/** Runs helm against the local cluster; a failure becomes one message that a user can act on. */
export function helmAgainst(options: { tool: Tool; kubeconfig: string; state: StateFolder }): RunHelm {
  const environment = {
    ...process.env,
    KUBECONFIG: options.kubeconfig,
    // Discovery answers are cached by address, which a new cluster may share with an old one.
    KUBECACHEDIR: options.state.kubeCache,
  };
  return (...args) =>
    new Promise((resolve, reject) => {
      execFile(
        options.tool.file,
        args,
        { env: environment, maxBuffer: 16 << 20 },
        (error, stdout, stderr) => {
          if (error === null) resolve(stdout);
          else reject(helmFailure({ args, stderr, error }));
        },
      );
    });
}

function helmFailure(options: { args: string[]; stderr: string; error: Error }): CliError {
  const { args, stderr, error } = options;
  const message = stderr
    .split('\n')
    .filter(line => line.trim() !== '' && !/^(level=|WARNING|W\d{4})/.test(line))
    .join('\n')
    .replace(/^Error: /, '')
    .replace(/^(INSTALLATION|UPGRADE) FAILED: /, '')
    .trim();
  return new CliError('HELM_FAILED', `helm ${args[0]} ${args[1]} failed: ${message || error.message}`, {
    cause: error,
  });
}
