export { csvField } from './csv-field.ts';
export { cliErrorCodes } from './errors.ts';
export {
  type BuilderName,
  builderNames,
  completeReference,
  findImageBuilder,
  type ImageBuilder,
} from './pack/image-builder.ts';
export { runCli } from './run-cli.ts';
export { shellWord } from './shell-word.ts';
export { extractBundledTool } from './tools/bundled-tools.ts';
