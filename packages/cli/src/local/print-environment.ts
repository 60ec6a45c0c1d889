import path from 'node:path';
import { CliError } from '../errors.ts';
import { printWarning } from '../output/bullets.ts';
import { ownCommand } from '../own-command.ts';
import { findTool } from '../tools/find-tool.ts';
import type { ToolName } from '../tools/tool.ts';
import { namesCluster } from './helm.ts';
import { findLiveRun } from './run-file.ts';
import { locateStateFolder } from './state-folder.ts';

export type Shell = 'sh' | 'fish' | 'powershell';

const tools: ToolName[] = ['kubectl', 'helm'];

/** Lines for eval: KUBECONFIG, PATH where kubectl or helm are not installed, and variables that win over KUBECONFIG. */
export async function printEnvironment(shell: Shell): Promise<void> {
  const run = findLiveRun(locateStateFolder());
  if (run?.kubeconfig === undefined) {
    throw new CliError(
      'CLUSTER_NOT_RUNNING',
      `The local cluster does not run. Start it with: ${ownCommand()} local up`,
      {
        exitCode: 3,
      },
    );
  }
  console.log(formatVariable(shell, 'KUBECONFIG', run.kubeconfig));
  for (const name of Object.keys(process.env).filter(namesCluster)) console.log(formatRemoval(shell, name));
  try {
    const folder = await findBundledFolder();
    if (folder !== undefined) console.log(formatPathAddition(shell, folder));
  } catch (error) {
    // KUBECONFIG is worth having without them.
    if (!(error instanceof CliError)) throw error;
    printWarning(error.message);
  }
}

/** The folder goes to the end of PATH, so an installed tool stays in front of the bundled one. */
async function findBundledFolder(): Promise<string | undefined> {
  const found = await Promise.all(tools.map(findTool));
  const bundled = found.find(tool => tool.source === 'bundled');
  return bundled === undefined ? undefined : path.dirname(bundled.file);
}

export function formatVariable(shell: Shell, name: string, value: string): string {
  switch (shell) {
    case 'sh':
      return `export ${name}=${quoteForSh(value)}`;
    case 'fish':
      return `set -gx ${name} ${quoteForFish(value)}`;
    case 'powershell':
      return `$env:${name} = ${quoteForPowershell(value)}`;
  }
}

export function formatRemoval(shell: Shell, name: string): string {
  switch (shell) {
    case 'sh':
      return `unset ${name}`;
    case 'fish':
      return `set -e ${name}`;
    case 'powershell':
      return `Remove-Item Env:${name}`;
  }
}

export function formatPathAddition(shell: Shell, folder: string): string {
  switch (shell) {
    case 'sh':
      return `export PATH="$PATH":${quoteForSh(folder)}`;
    case 'fish':
      return `set -gx PATH $PATH ${quoteForFish(folder)}`;
    case 'powershell':
      return `$env:PATH += [IO.Path]::PathSeparator + ${quoteForPowershell(folder)}`;
  }
}

function quoteForSh(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

function quoteForFish(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function quoteForPowershell(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
