import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** An npm package that a bundle was made from. */
export interface ThirdPartyPackage {
  name: string;
  version: string;
  /** identifier of SPDX */
  license: string;
  author: string | undefined;
  folder: string;
}

/** Some packages name this one alone and leave its text out. */
const mit = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/** Beside each program. */
export const noticesName = 'THIRD-PARTY-NOTICES';

/** Those that source files of a bundle belong to, each version once, by name. */
export function thirdPartyPackages(inputs: string[]): ThirdPartyPackage[] {
  const folders = new Set(
    inputs.flatMap(input => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []),
  );
  const packages = new Map<string, ThirdPartyPackage>();
  for (const folder of [...folders].sort()) {
    const { name, version, license, author } = JSON.parse(
      readFileSync(path.join(folder, 'package.json'), 'utf8'),
    );
    const found = { name, version, license, author: author?.name ?? author, folder };
    packages.set(`${name}@${version}`, found);
  }
  return [...packages.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * The texts by which others let their software be passed on, which a bundle has to carry: it keeps no comment of theirs.
 * Errors: a package has no such text.
 */
export function formatNotices(packages: ThirdPartyPackage[]): string {
  const byText = new Map<string, ThirdPartyPackage[]>();
  for (const item of packages) {
    const text = noticeOf(item);
    byText.set(text, [...(byText.get(text) ?? []), item]);
  }
  const sections = [...byText].map(([text, covered]) => {
    const names = covered.map(({ name, version, license }) => `${name} ${version} (${license})`);
    return [...names, '', text].join('\n');
  });
  const opening = 'Software of others in this program, and the terms it is under.';
  return `${[opening, ...sections].join(`\n\n${'-'.repeat(80)}\n`)}\n`;
}

function noticeOf({ name, license, author, folder }: ThirdPartyPackage): string {
  const files = readdirSync(folder).filter(file => /^(licen[cs]e|copying|notice|copyright)/i.test(file));
  if (!files.some(file => /^(licen[cs]e|copying)/i.test(file))) {
    if (license !== 'MIT') throw new Error(`${folder} has no file with its license: it cannot be bundled`);
    return `Copyright (c) ${author ?? `the authors of ${name}`}\n\n${mit}`;
  }
  return files
    .sort()
    .map(file => readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim())
    .join('\n\n');
}
