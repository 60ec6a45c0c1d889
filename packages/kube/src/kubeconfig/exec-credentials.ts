import { type ExecFileException, execFile } from 'node:child_process';
import { isAbsolute, resolve } from 'node:path';
import type { Clock } from '@cartridge-on-kubernetes/platform';
import type { CredentialSource, Credentials } from '../connection.ts';
import { CredentialPluginError } from '../errors.ts';
import type { ExecConfig, KubeconfigCluster } from './kubeconfig.ts';

export interface ExecPlugin {
  exec: ExecConfig;
  /** a relative command with a slash starts from the kubeconfig's folder */
  folder: string;
  environment: Readonly<Record<string, string | undefined>>;
  cluster: KubeconfigCluster;
  clock: Clock;
}

/** Source: client.authentication.k8s.io ExecCredential. */
interface ExecCredential {
  apiVersion?: string;
  kind?: string;
  status?: {
    token?: string;
    clientCertificateData?: string;
    clientKeyData?: string;
    expirationTimestamp?: string;
  };
}

const pluginDeadlineSeconds = 60;

/** Runs the plugin when there is no credential or it has expired; calls at the same time share one run. */
export function execCredentials(plugin: ExecPlugin): CredentialSource {
  let cached: { credentials: Credentials; expiresAt: number } | undefined;
  let running: Promise<Credentials> | undefined;

  async function refresh(): Promise<Credentials> {
    const answer = await runPlugin(plugin);
    cached = {
      credentials: toCredentials(answer, plugin.exec),
      expiresAt: Date.parse(answer.status?.expirationTimestamp ?? '') || Number.POSITIVE_INFINITY,
    };
    return cached.credentials;
  }

  return {
    async current() {
      if (cached !== undefined && plugin.clock.now() < cached.expiresAt) return cached.credentials;
      running ??= refresh().finally(() => {
        running = undefined;
      });
      return running;
    },
    invalidate() {
      cached = undefined;
    },
  };
}

function runPlugin(plugin: ExecPlugin): Promise<ExecCredential> {
  const { exec, folder } = plugin;
  const needsFolder = exec.command.includes('/') && !isAbsolute(exec.command);
  const command = needsFolder ? resolve(folder, exec.command) : exec.command;
  return new Promise((fulfil, reject) => {
    execFile(
      command,
      exec.args ?? [],
      { env: pluginEnvironment(plugin), timeout: pluginDeadlineSeconds * 1000, maxBuffer: 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error !== null) reject(explainRun({ exec, error, stderr }));
        else parseCredential(stdout, exec, fulfil, reject);
      },
    );
  });
}

function pluginEnvironment({ exec, environment, cluster }: ExecPlugin): NodeJS.ProcessEnv {
  const info = {
    apiVersion: exec.apiVersion ?? 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    spec: {
      interactive: false,
      ...(exec.provideClusterInfo === true
        ? {
            cluster: {
              server: cluster.server,
              'tls-server-name': cluster['tls-server-name'],
              'insecure-skip-tls-verify': cluster['insecure-skip-tls-verify'],
              'certificate-authority-data': cluster['certificate-authority-data'],
            },
          }
        : {}),
    },
  };
  const given = Object.fromEntries((exec.env ?? []).map(({ name, value }) => [name, value]));
  return { ...environment, ...given, KUBERNETES_EXEC_INFO: JSON.stringify(info) };
}

function explainRun(run: { exec: ExecConfig; error: ExecFileException; stderr: string }): Error {
  const { exec, error, stderr } = run;
  const hint = exec.installHint ? ` ${exec.installHint.trim()}` : '';
  if (error.code === 'ENOENT') {
    return new CredentialPluginError(`The credential plugin "${exec.command}" is not installed.${hint}`, {
      cause: error,
    });
  }
  const said = stderr.trim().slice(-500);
  return new CredentialPluginError(
    `The credential plugin "${exec.command}" failed${said === '' ? '' : `: ${said}`}`,
    { cause: error },
  );
}

function parseCredential(
  stdout: string,
  exec: ExecConfig,
  fulfil: (credential: ExecCredential) => void,
  reject: (error: Error) => void,
): void {
  try {
    const parsed = JSON.parse(stdout) as ExecCredential;
    if (parsed.kind !== 'ExecCredential') throw new Error(`kind is ${parsed.kind}`);
    fulfil(parsed);
  } catch (cause) {
    reject(
      new CredentialPluginError(`The credential plugin "${exec.command}" printed no ExecCredential`, {
        cause,
      }),
    );
  }
}

function toCredentials({ status }: ExecCredential, exec: ExecConfig): Credentials {
  if (!status?.token && !status?.clientCertificateData) {
    throw new CredentialPluginError(
      `The credential plugin "${exec.command}" gave neither a token nor a certificate`,
    );
  }
  return {
    authorization: status.token ? `Bearer ${status.token}` : undefined,
    certificate: status.clientCertificateData,
    key: status.clientKeyData,
  };
}
