export { runCli } from './run-cli.ts';
export { extractBundledTool } from './tools/bundled-tools.ts';
