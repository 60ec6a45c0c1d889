/** Address and credentials of one API server; made by the kubeconfig loader or by in-cluster discovery. */
export interface Connection {
  /** `https://127.0.0.1:6443`, perhaps with a path */
  server: string;
  tls: TlsSettings;
  credentials: CredentialSource;
  /** the namespace of the context or of the service account */
  namespace: string;
}

export interface TlsSettings {
  /** PEM; undefined means the system's authorities */
  ca: string | undefined;
  serverName: string | undefined;
  insecure: boolean;
}

/** Credentials of one request. Certificates are part of them because exec plugins hand them out too. */
export interface Credentials {
  /** value of the Authorization header */
  authorization: string | undefined;
  /** PEM */
  certificate: string | undefined;
  key: string | undefined;
}

export interface CredentialSource {
  current(): Promise<Credentials>;
  /** Called after a 401: the next `current()` must not come from memory. */
  invalidate(): void;
}

export function fixedCredentials(credentials: Credentials): CredentialSource {
  return { current: async () => credentials, invalidate() {} };
}
