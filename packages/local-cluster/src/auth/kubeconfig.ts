/** A kubeconfig (as JSON, which is YAML) that leads to this server as its administrator. */
export function buildKubeconfig(access: { server: string; ca: string; token: string }): string {
  const name = 'cartridge-local';
  return `${JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name,
          cluster: {
            server: access.server,
            'certificate-authority-data': Buffer.from(access.ca).toString('base64'),
          },
        },
      ],
      users: [{ name, user: { token: access.token } }],
      contexts: [{ name, context: { cluster: name, user: name } }],
      'current-context': name,
    },
    null,
    2,
  )}\n`;
}
