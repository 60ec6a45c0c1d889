export { type ImageStore, openImageStore, type StoredImage } from './images/image-store.ts';
