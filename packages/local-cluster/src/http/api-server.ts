import { randomBytes } from 'node:crypto';
import { type IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { inBackground } from '@cartridge-on-kubernetes/process';
import { admission } from '../admission/admission.ts';
import { type Authenticator, createAuthenticator } from '../auth/authenticate.ts';
import { loadCertificates } from '../auth/certificates.ts';
import { impersonate } from '../auth/impersonate.ts';
import { buildKubeconfig } from '../auth/kubeconfig.ts';
import { readOrCreate, writePrivateFile } from '../auth/private-file.ts';
import { RbacAuthorizer } from '../auth/rbac.ts';
import { ServiceAccountTokens, type TokenSubject } from '../auth/service-account-tokens.ts';
import { internalError } from '../errors/api-error.ts';
import type { Objects } from '../in-process/objects.ts';
import type { NodeAgent } from '../node/node-agent.ts';
import { serveCustomDefinitions } from '../resources/custom/custom-definitions.ts';
import { createDefaultObjects } from '../resources/default-objects.ts';
import { InProcessObjects } from '../resources/in-process-objects.ts';
import { keepNamespaceContent } from '../resources/namespace-content.ts';
import { ObjectService } from '../resources/object-service.ts';
import { ResourceRegistry } from '../resources/resource-registry.ts';
import { type Log, silentLog } from '../runtime/log.ts';
import { ObjectStore } from '../storage/object-store.ts';
import type { ApiRequest } from './api-request.ts';
import { authorize } from './authorize.ts';
import { countRequest } from './count-request.ts';
import type { HandlerParts } from './handler-parts.ts';
import { checkHost } from './host-check.ts';
import { RequestCounters } from './request-counters.ts';
import { parsePath } from './request-path.ts';
import { handleResource } from './resource-handler.ts';
import { sendError } from './respond.ts';
import { serveServerPath } from './server-paths.ts';
import type { UpgradeSocket } from './streams/upgrade-socket.ts';

export interface ApiServerOptions {
  /** holds the state, the keys and the kubeconfig; made when absent, readable by its owner alone */
  stateFolder: string;
  /** a loopback address; 127.0.0.1 when left out */
  host?: string;
  /** 0 or left out: any free port */
  port?: number;
  /** the node agent that runs pods; may be given later with useNodeAgent, since it needs `objects` of this server */
  nodeAgent?: NodeAgent;
  now?(): Date;
  log?: Log;
}

export interface ApiServer {
  /** https://127.0.0.1:PORT */
  url: string;
  port: number;
  /** path of a kubeconfig of the administrator, mode 0600 */
  kubeconfigPath: string;
  /** PEM of the authority clients trust */
  ca: string;
  adminToken: string;
  objects: Objects;
  useNodeAgent(agent: NodeAgent): void;
  /** A token for a pod's projected volume. */
  issueToken(subject: TokenSubject): { token: string; expires: Date };
  close(): Promise<void>;
}

/** Opens the state and serves the Kubernetes API over it. */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const { stateFolder: folder, host = '127.0.0.1', now = () => new Date(), log = silentLog } = options;
  const store = new ObjectStore(folder);
  try {
    const certificates = await loadCertificates(folder, now());
    const adminToken = readOrCreate(join(folder, 'admin.token'), () => randomBytes(32).toString('base64url'));
    const registry = new ResourceRegistry();
    const service = new ObjectService({ store, registry, admission, now });
    const tokens = new ServiceAccountTokens({ folder, reader: store, now });
    let agent = options.nodeAgent;
    const parts: HandlerParts = {
      service,
      registry,
      tokens,
      authorizer: new RbacAuthorizer(store),
      counters: new RequestCounters(),
      nodeAgent: () => agent ?? refuseWithoutNode(),
    };
    const authenticator = createAuthenticator({ adminToken, tokens });
    const server = createServer({
      cert: certificates.certificate,
      key: certificates.key,
      keepAliveTimeout: 90_000,
    });
    const serve = (call: Pick<Call, 'message' | 'response' | 'upgrade'>): void =>
      inBackground(answer({ ...call, parts, authenticator }), error => {
        log.error('A request was not answered', {
          method: call.message.method,
          url: call.message.url,
          error,
        });
        call.response.destroy();
      });
    server.on('request', (message, response) => serve({ message, response }));
    server.on('upgrade', (message, socket, head) => {
      socket.on('error', () => socket.destroy());
      const response = new ServerResponse(message);
      response.on('finish', () => socket.end());
      response.assignSocket(socket as Socket);
      serve({
        message,
        response,
        upgrade: { socket, head, release: () => response.detachSocket(socket as Socket) },
      });
    });
    const port = await listen(server, host, options.port ?? 0);
    const url = `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
    await createDefaultObjects(service, port);
    const stopDefinitions = await serveCustomDefinitions(service, log);
    const stopContent = await keepNamespaceContent(service, { ca: certificates.ca, log });
    const kubeconfigPath = join(folder, 'kubeconfig');
    writePrivateFile(
      kubeconfigPath,
      buildKubeconfig({ server: url, ca: certificates.ca, token: adminToken }),
    );
    return {
      url,
      port,
      kubeconfigPath,
      ca: certificates.ca,
      adminToken,
      objects: new InProcessObjects(service),
      useNodeAgent: given => {
        agent = given;
      },
      issueToken: subject => tokens.issue(subject),
      async close() {
        stopContent();
        stopDefinitions();
        await closeServer(server);
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

interface Call {
  message: IncomingMessage;
  response: ServerResponse;
  parts: HandlerParts;
  authenticator: Authenticator;
  upgrade?: UpgradeSocket;
}

async function answer(call: Call): Promise<void> {
  const { message, response, parts, authenticator, upgrade } = call;
  const method = message.method ?? 'GET';
  const warnings: string[] = [];
  try {
    checkHost(message);
    const url = new URL(message.url ?? '/', 'https://localhost');
    const user = impersonate(message, authenticator.identify(message), parts.authorizer);
    const request: ApiRequest = {
      message,
      response,
      method,
      url,
      query: url.searchParams,
      user,
      warnings,
      ...(upgrade && { upgrade }),
    };
    const target = parsePath(url.pathname);
    countRequest(request, target, parts);
    if (target.kind === 'resource') {
      await handleResource(request, parts, target);
      return;
    }
    authorize({ authorizer: parts.authorizer, user, verb: method.toLowerCase(), target });
    await serveServerPath(request, parts, url.pathname);
  } catch (error) {
    sendError({ response, method, warnings }, error);
  }
}

function refuseWithoutNode(): never {
  throw internalError('no node runs pods yet: try again when the cluster is up');
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
