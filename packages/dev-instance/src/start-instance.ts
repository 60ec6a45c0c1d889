import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { registerAdminMethods } from './admin/register-methods.ts';
import { buildNode } from './cluster/build-node.ts';
import { joinNetwork } from './cluster/join-network.ts';
import type { Node } from './cluster/node.ts';
import { registerAdminRoutes } from './http/admin-routes.ts';
import { HttpServer } from './http/http-server.ts';
import { registerLuaRoute } from './http/lua-route.ts';
import { createLog } from './log.ts';
import { LuaRuntime } from './lua/lua-runtime.ts';
import { boxFunctions } from './lua-functions/box-functions.ts';
import { clusterFunctions } from './lua-functions/cluster-functions.ts';
import { systemFunctions } from './lua-functions/host-functions.ts';
import { Metrics } from './metrics/metrics.ts';
import { parseOptions } from './options/parse-options.ts';
import { RoleRegistry } from './roles/role-registry.ts';
import type { RpcServer } from './rpc/rpc-server.ts';
import { startStateboard } from './state-provider/stateboard.ts';
import type { RoleSpec } from './topology/roles.ts';

export interface RunningInstance {
  /** Null while the application has not called `cartridge.cfg`. */
  readonly node: () => Node | null;
  /** Tells the other members that this instance leaves, and ends everything that runs. */
  stop(): Promise<void>;
}

/** Runs an application: its `init.lua` decides, as in Tarantool, when the instance comes up. */
export async function startInstance(request: {
  appFile: string;
  environment: Readonly<Record<string, string | undefined>>;
  output: { write(text: string): unknown };
}): Promise<RunningInstance> {
  const log = createLog(request.output);
  const appFile = resolve(request.appFile);
  const http = new HttpServer(log);
  const metrics = new Metrics();
  let node: Node | null = null;
  let stateboard: RpcServer | null = null;
  const cfg = async (specs: RoleSpec[], code: Record<string, unknown>, boxCode: Record<string, unknown>) => {
    const options = parseOptions({
      appFile,
      environment: request.environment,
      code: { ...boxCode, ...code },
    });
    mkdirSync(options.workdir, { recursive: true });
    if (options.pidFile !== null) writePidFile(options.pidFile);
    roles.specs = specs;
    const built = buildNode({ options, log, lua, roles });
    node = built;
    registerAdminMethods(built);
    registerAdminRoutes(http, built);
    await joinNetwork({ node: built, http });
    built.applier.start();
    log.info(`server alias ${options.alias}`);
    log.info(`advertise uri ${options.advertiseUri}`);
    log.info(`working directory ${options.workdir}`);
  };
  const lua: LuaRuntime = new LuaRuntime({
    ...systemFunctions({ appFile, environment: request.environment, log, lua: () => lua }),
    ...boxFunctions(() => node?.box ?? null),
    ...clusterFunctions(() => node),
    ...metrics.functions(export_ => metrics.register({ http, exports: export_, node: () => node })),
    'http.route': (method: string, path: string, handler: number) =>
      registerLuaRoute({ http, lua, method, path, handler }),
    'cartridge.cfg': cfg,
    'stateboard.cfg': async () => {
      stateboard = await startStateboard(request.environment, log);
    },
  });
  const roles = new RoleRegistry(lua);
  await lua.open(packagePath(dirname(appFile)));
  await lua.runMain(appFile);
  return { node: () => node, stop: () => stop({ node, http, stateboard }) };
}

function packagePath(folder: string): string {
  const rocks = join(folder, '.rocks/share/tarantool');
  return [folder, rocks].flatMap(place => [`${place}/?.lua`, `${place}/?/init.lua`]).join(';');
}

function writePidFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${process.pid}\n`);
}

async function stop(running: {
  node: Node | null;
  http: HttpServer;
  stateboard: RpcServer | null;
}): Promise<void> {
  const { node, http, stateboard } = running;
  http.close();
  stateboard?.close();
  if (node === null) return;
  await node.membership.leave();
  node.rebalancer.close();
  node.stateful.stop();
  node.replication.close();
  node.membership.close();
  node.server.close();
  node.rpc.close();
  node.box.close();
}
