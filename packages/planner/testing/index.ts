export * from './manifests.ts';
export { CartridgeModel } from './model/cartridge-model.ts';
export { podOf, revisionOf } from './model/stateful-set-pods.ts';
