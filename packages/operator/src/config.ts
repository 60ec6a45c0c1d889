/** All settings from the environment. Only this file and main.ts touch `process`. */
export interface OperatorConfig {
  /** the one namespace whose Clusters are managed */
  namespace: string;
  /** identity in the Lease and in Events */
  podName: string;
  podNamespace: string;
  metricsPort: number;
  healthPort: number;
  logLevel: LogLevel;
  /** Clusters processed at the same time; passes mostly wait for answers */
  workers: number;
  /** seconds until the next pass over a Cluster without any change */
  resyncSeconds: number;
}

export type LogLevel = (typeof logLevels)[number];
type Environment = Readonly<Record<string, string | undefined>>;

const logLevels = ['debug', 'info', 'warn', 'error'] as const;

class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export function readConfig(environment: Environment, hostName: string): OperatorConfig {
  const podNamespace = environment.POD_NAMESPACE || environment.WATCH_NAMESPACE;
  const namespace = environment.WATCH_NAMESPACE || podNamespace;
  if (namespace === undefined || podNamespace === undefined) {
    throw new ConfigError(
      'WATCH_NAMESPACE is not set: set it to the namespace whose Clusters the operator manages',
    );
  }
  return {
    namespace,
    podNamespace,
    podName: environment.POD_NAME || hostName,
    metricsPort: readInteger({ environment, name: 'METRICS_PORT', usual: 8080, least: 0 }),
    healthPort: readInteger({ environment, name: 'HEALTH_PORT', usual: 8081, least: 0 }),
    logLevel: readLogLevel(environment.LOG_LEVEL),
    workers: readInteger({ environment, name: 'WORKERS', usual: 32, least: 1 }),
    resyncSeconds: readInteger({ environment, name: 'RESYNC_SECONDS', usual: 180, least: 1 }),
  };
}

function readInteger(wish: { environment: Environment; name: string; usual: number; least: number }): number {
  const { environment, name, usual, least } = wish;
  const text = environment[name];
  if (text === undefined || text === '') return usual;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) {
    throw new ConfigError(`${name} is "${text}", but must be a whole number of ${least} or more`);
  }
  return value;
}

function readLogLevel(text: string | undefined): LogLevel {
  if (text === undefined || text === '') return 'info';
  const level = logLevels.find(known => known === text);
  if (level === undefined)
    throw new ConfigError(`LOG_LEVEL is "${text}", but must be one of ${logLevels.join(', ')}`);
  return level;
}
