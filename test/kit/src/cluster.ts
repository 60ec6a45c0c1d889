/**
 * A Kubernetes cluster as the guide's reader has one: commands, an image the cluster can run, a port forwarded.
 * Two make one: the local cluster (local-cluster.ts) and a real Kubernetes (test/kubernetes); tests know only this.
 */
export interface TestCluster {
  readonly name: 'local cluster' | 'real Kubernetes';
  /** Standard output of kubectl; a failing command rejects with its standard error. */
  kubectl(...args: string[]): Promise<string>;
  helm(...args: string[]): Promise<string>;
  /** Packs the application in the folder under this tag and makes the image known to the cluster. */
  packImage(folder: string, tag: string): Promise<void>;
  /** Forwards a port of a pod with kubectl; the URL ends without a slash. */
  portForward(pod: string, options: { namespace: string; port: number }): Promise<Forward>;
  stop(): Promise<void>;
}

export interface Forward extends AsyncDisposable {
  url: string;
}
