import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const source = fileURLToPath(new URL('./src/', import.meta.url));

/**
 * Bundles the page into a folder: `index.html` and `static/`, whose names change with their content.
 * URLs are relative, so a server gives `index.html` for `<prefix>/admin` and `<prefix>/admin/`, and the
 * folder `static` both under `<prefix>/static/` and under `<prefix>/admin/static/`. Gives the source files that went in.
 */
export async function buildUi(options: { outFolder: string }): Promise<string[]> {
  const assets = join(options.outFolder, 'static');
  await rm(options.outFolder, { recursive: true, force: true });
  await mkdir(assets, { recursive: true });
  const [{ names, inputs }] = await Promise.all([
    bundle(assets),
    cp(join(source, 'icon.svg'), join(assets, 'icon.svg')),
  ]);
  await writeFile(join(options.outFolder, 'index.html'), await fillPage(names));
  return inputs;
}

/** `names` of the files made, such as main-ABCDEF.js */
async function bundle(folder: string): Promise<{ names: string[]; inputs: string[] }> {
  const result = await build({
    entryPoints: { main: join(source, 'main.tsx') },
    outdir: folder,
    entryNames: '[name]-[hash]',
    bundle: true,
    minify: true,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    target: ['es2022', 'chrome123', 'firefox121', 'safari17.5'],
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    logLevel: 'warning',
  });
  return {
    names: Object.keys(result.metafile.outputs).map(path => basename(path)),
    inputs: Object.keys(result.metafile.inputs),
  };
}

async function fillPage(names: readonly string[]): Promise<string> {
  const page = await readFile(join(source, 'index.html'), 'utf8');
  return page.replace(/static\/main\.(js|css)/g, (plain, extension: string) => {
    const name = names.find(candidate => candidate.endsWith(`.${extension}`));
    return name === undefined ? plain : `static/${name}`;
  });
}
