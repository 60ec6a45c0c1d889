export { type ApiServer, type ApiServerOptions, startApiServer } from './http/api-server.ts';
export { ImageError, type ImageErrorCode } from './images/image-error.ts';
export { normalizeImageReference } from './images/image-reference.ts';
export { type ImageStore, openImageStore, type StoredImage } from './images/image-store.ts';
export type { LayerSource } from './images/layer-tar.ts';
export type { ContainerConfig } from './images/oci-types.ts';
export {
  imageStoreFolder,
  type LocalCluster,
  type LocalClusterOptions,
  startLocalCluster,
} from './local-cluster.ts';
export {
  listPortMoves,
  type PodPort,
  type PortMove,
  portMovesFolder,
  readRealPort,
} from './ports/port-moves.ts';
export { type FolderLock, takeFolderLock } from './storage/folder-lock.ts';
