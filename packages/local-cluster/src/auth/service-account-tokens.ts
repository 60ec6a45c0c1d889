import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
  verify,
} from 'node:crypto';
import { join } from 'node:path';
import { damagedReplaceableFile } from '../errors/state-folder-error.ts';
import type { ObjectReader } from '../objects/object-reader.ts';
import { readOrCreate } from './private-file.ts';
import { serviceAccountUser, type UserInfo } from './user-info.ts';

export const issuer = 'https://kubernetes.default.svc.cluster.local';

export interface TokenSubject {
  namespace: string;
  serviceAccountName: string;
  serviceAccountUid: string;
  /** the token ends with this pod */
  pod?: { name: string; uid: string };
  audiences?: string[];
  expirationSeconds: number;
}

interface Claims {
  aud: string[];
  exp: number;
  sub: string;
  'kubernetes.io': {
    namespace: string;
    serviceaccount: { name: string; uid: string };
    pod?: { name: string; uid: string };
  };
}

/** Signs and checks the JSON Web Tokens (ES256) of service accounts. */
export class ServiceAccountTokens {
  private readonly key: KeyObject;
  private readonly publicKey: KeyObject;
  private readonly reader: ObjectReader;
  private readonly now: () => Date;

  constructor(options: { folder: string; reader: ObjectReader; now(): Date }) {
    this.key = readKey(options.folder);
    this.publicKey = createPublicKey(this.key);
    this.reader = options.reader;
    this.now = options.now;
  }

  issue(subject: TokenSubject): { token: string; expires: Date } {
    const seconds = Math.floor(this.now().getTime() / 1000);
    const { namespace, serviceAccountName: name, pod } = subject;
    const claims = {
      aud: subject.audiences?.length ? subject.audiences : [issuer],
      exp: seconds + subject.expirationSeconds,
      iat: seconds,
      iss: issuer,
      jti: randomUUID(),
      'kubernetes.io': {
        namespace,
        serviceaccount: { name, uid: subject.serviceAccountUid },
        ...(pod && { pod }),
      },
      nbf: seconds,
      sub: `system:serviceaccount:${namespace}:${name}`,
    };
    const content = `${encode({ alg: 'ES256', typ: 'JWT' })}.${encode(claims)}`;
    const signature = sign('sha256', Buffer.from(content), { key: this.key, dsaEncoding: 'ieee-p1363' });
    return { token: `${content}.${signature.toString('base64url')}`, expires: new Date(claims.exp * 1000) };
  }

  /** The account a valid token speaks for; undefined when forged, expired, or its account or pod is gone. */
  authenticate(token: string): UserInfo | undefined {
    const claims = this.verify(token);
    if (!claims?.aud.includes(issuer)) return undefined;
    const { namespace, serviceaccount, pod } = claims['kubernetes.io'];
    const account = this.reader.read('/serviceaccounts', { namespace, name: serviceaccount.name });
    if (account?.metadata.uid !== serviceaccount.uid) return undefined;
    if (pod && this.reader.read('/pods', { namespace, name: pod.name })?.metadata.uid !== pod.uid)
      return undefined;
    const user = serviceAccountUser({ namespace, ...serviceaccount });
    if (!pod) return user;
    return {
      ...user,
      extra: {
        'authentication.kubernetes.io/pod-name': [pod.name],
        'authentication.kubernetes.io/pod-uid': [pod.uid],
      },
    };
  }

  /** The public half, as JSON Web Key. */
  publicJwk(): Record<string, unknown> {
    return { ...this.publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256' };
  }

  private verify(token: string): Claims | undefined {
    const [header, payload, signature, ...rest] = token.split('.');
    if (!header || !payload || !signature || rest.length > 0) return undefined;
    const isOurs = verify(
      'sha256',
      Buffer.from(`${header}.${payload}`),
      { key: this.publicKey, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
    if (!isOurs) return undefined;
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Claims;
    return claims.exp * 1000 > this.now().getTime() ? claims : undefined;
  }
}

function readKey(folder: string): KeyObject {
  const file = 'service-account.key';
  const pem = readOrCreate(join(folder, file), createKey);
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw damagedReplaceableFile(folder, file, cause);
  }
}

function createKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
