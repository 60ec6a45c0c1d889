/** The file that kubectl reads. Source: client-go clientcmd/api/v1. */
export interface Kubeconfig {
  'current-context'?: string;
  clusters?: Array<{ name: string; cluster?: KubeconfigCluster }>;
  users?: Array<{ name: string; user?: KubeconfigUser }>;
  contexts?: Array<{ name: string; context?: KubeconfigContext }>;
}

export interface KubeconfigCluster {
  server?: string;
  'certificate-authority'?: string;
  'certificate-authority-data'?: string;
  'insecure-skip-tls-verify'?: boolean;
  'tls-server-name'?: string;
  'proxy-url'?: string;
}

export interface KubeconfigUser {
  'client-certificate'?: string;
  'client-certificate-data'?: string;
  'client-key'?: string;
  'client-key-data'?: string;
  token?: string;
  tokenFile?: string;
  username?: string;
  password?: string;
  exec?: ExecConfig;
  'auth-provider'?: { name?: string };
}

interface KubeconfigContext {
  cluster?: string;
  user?: string;
  namespace?: string;
}

/** Source: client-go ExecConfig. */
export interface ExecConfig {
  apiVersion?: string;
  command: string;
  args?: string[];
  env?: Array<{ name: string; value: string }>;
  installHint?: string;
  provideClusterInfo?: boolean;
  interactiveMode?: 'Never' | 'IfAvailable' | 'Always';
}

/** An entry with the folder that its relative paths start from. */
export interface Located<T> {
  value: T;
  folder: string;
  file: string;
}

/** Several files as one: the first that names an entry wins, as with kubectl. */
export interface MergedKubeconfig {
  currentContext: string | undefined;
  clusters: Map<string, Located<KubeconfigCluster>>;
  users: Map<string, Located<KubeconfigUser>>;
  contexts: Map<string, Located<KubeconfigContext>>;
  files: string[];
}
