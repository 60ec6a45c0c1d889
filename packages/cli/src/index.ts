export {
  type BuilderName,
  builderNames,
  completeReference,
  findImageBuilder,
  type ImageBuilder,
} from './pack/image-builder.ts';
export { runCli } from './run-cli.ts';
export { extractBundledTool } from './tools/bundled-tools.ts';
