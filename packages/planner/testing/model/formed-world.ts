import type { RoleValues } from '../manifests.ts';
import { WorldModel } from './world-model.ts';

const PASSES = 12;

/** A cluster of these roles after its instances have joined and the operator has come to rest. */
export function formedWorld(roles: readonly RoleValues[]): WorldModel {
  const world = new WorldModel(roles);
  for (let pass = 0; pass < PASSES; pass++) {
    world.elapse();
    world.pass();
  }
  return world;
}
