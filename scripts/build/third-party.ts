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
export const mit = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
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

/** Software of others, and the terms it is under. */
interface Notice {
  names: string[];
  text: string;
}

const opening = 'Software of others in this program, and the terms it is under.';
const divider = `\n\n${'-'.repeat(80)}\n`;

/**
 * The texts by which others let their software be passed on, which a bundle has to carry: it keeps no comment of theirs.
 * Errors: a package has no such text.
 */
export function formatNotices(packages: ThirdPartyPackage[]): string {
  return joinNotices(
    packages.map(item => ({
      names: [`${item.name} ${item.version} (${item.license})`],
      text: noticeOf(item),
    })),
  );
}

/** One file for all: each text once, under the names of all software it is for. */
export function joinNotices(notices: Notice[]): string {
  const byText = new Map<string, Set<string>>();
  for (const { names, text } of notices) byText.set(text, new Set([...(byText.get(text) ?? []), ...names]));
  const sections = [...byText].map(([text, names]) => [...names, '', text].join('\n'));
  return `${[opening, ...sections].join(divider)}\n`;
}

/** What joinNotices has written. */
export function parseNotices(file: string): Notice[] {
  const [, ...sections] = file.trimEnd().split(divider);
  return sections.map(section => {
    const end = section.indexOf('\n\n');
    return { names: section.slice(0, end).split('\n'), text: section.slice(end + 2) };
  });
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
