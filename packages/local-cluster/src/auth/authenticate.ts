import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { unauthorized } from '../errors/api-error.ts';
import type { ServiceAccountTokens } from './service-account-tokens.ts';
import { adminUser, anonymousUser, type UserInfo } from './user-info.ts';

export interface Authenticator {
  /** The user that sends this request. Without a token the user is anonymous; a wrong token is refused. */
  identify(message: IncomingMessage): UserInfo;
}

export function createAuthenticator(options: {
  adminToken: string;
  tokens: ServiceAccountTokens;
}): Authenticator {
  const expected = digest(options.adminToken);
  return {
    identify(message) {
      const header = message.headers.authorization;
      if (header === undefined) return anonymousUser;
      const token = /^Bearer\s+(\S+)$/i.exec(header)?.[1];
      if (token === undefined) throw unauthorized();
      if (timingSafeEqual(digest(token), expected)) return adminUser;
      const user = options.tokens.authenticate(token);
      if (!user) throw unauthorized();
      return user;
    },
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
