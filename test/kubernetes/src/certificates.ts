import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { state } from './folders.ts';
import { nodeAddress } from './network.ts';

const folder = join(state, 'certificates');

export const certificate = (name: string) => join(folder, `${name}.crt`);
export const privateKey = (name: string) => join(folder, `${name}.key`);

/** One authority for this cluster alone, made anew at each start. */
export async function makeCertificates(): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await openssl(`ecparam -name prime256v1 -genkey -noout -out ${privateKey('service-account')}`);
  await openssl(
    `ec -in ${privateKey('service-account')} -pubout -out ${join(folder, 'service-account.pub')}`,
  );
  await openssl(
    `req -x509 -newkey rsa:2048 -nodes -keyout ${privateKey('ca')} -out ${certificate('ca')} -days 3650 -subj /CN=real-cluster-ca`,
  );
  const names = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'localhost'].map(
    name => `DNS:${name}`,
  );
  const addresses = ['127.0.0.1', '10.96.0.1', nodeAddress()].map(address => `IP:${address}`);
  await sign('kube-apiserver', '/CN=kube-apiserver', [...names, ...addresses].join(','));
  await sign('kubelet-client', '/O=system:masters/CN=kube-apiserver-kubelet-client');
}

export const serviceAccountPublicKey = join(folder, 'service-account.pub');

async function sign(name: string, subject: string, alternativeNames?: string): Promise<void> {
  const request = join(folder, `${name}.csr`);
  await openssl(`req -newkey rsa:2048 -nodes -keyout ${privateKey(name)} -out ${request} -subj ${subject}`);
  const extensions = join(folder, `${name}.ext`);
  await writeFile(extensions, alternativeNames === undefined ? '' : `subjectAltName=${alternativeNames}`);
  await openssl(
    `x509 -req -in ${request} -CA ${certificate('ca')} -CAkey ${privateKey('ca')} -CAcreateserial -out ${certificate(name)} -days 3650 -extfile ${extensions}`,
  );
}

async function openssl(command: string): Promise<void> {
  await execa('openssl', command.split(' '));
}
