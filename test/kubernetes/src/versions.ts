/** The Kubernetes whose components run the real-cluster tests; binaries/go.mod pins the same. */
export const kubernetesVersion = '1.34.2';
