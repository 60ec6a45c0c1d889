import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type PathRule, toHostPath } from './path-rules.ts';
import type { ShimSettings } from './shim-settings.ts';

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/** Functions whose first argument is a path; each also as `…Sync` and in fs.promises where Node has it. */
const onePath = [
  'access',
  'appendFile',
  'chmod',
  'chown',
  'cp',
  'exists',
  'lchmod',
  'lchown',
  'lstat',
  'lutimes',
  'mkdir',
  'mkdtemp',
  'open',
  'openAsBlob',
  'opendir',
  'readFile',
  'readdir',
  'readlink',
  'realpath',
  'rm',
  'rmdir',
  'stat',
  'statfs',
  'truncate',
  'unlink',
  'utimes',
  'watch',
  'watchFile',
  'unwatchFile',
  'writeFile',
  'createReadStream',
  'createWriteStream',
];
/** Functions whose first two arguments are paths. */
const twoPaths = ['copyFile', 'cp', 'link', 'rename', 'symlink'];
/** Functions that answer with a path, which must read as the container's. */
const answersPath = new Set(['realpath', 'mkdtemp', 'readlink']);

/** Makes file functions find a container's paths behind their host folders. */
export function redirectFiles({ rules, hostFolders }: ShimSettings): void {
  if (rules.length === 0) return;
  const translate = translator(rules, hostFolders);
  const reverse = reverseTranslator(rules);
  for (const name of new Set([...onePath, ...twoPaths])) {
    const count = twoPaths.includes(name) ? 2 : 1;
    wrap(fs, name, { count, translate, answer: answersPath.has(name) ? reverse : undefined });
    wrap(fs, `${name}Sync`, { count, translate, answer: answersPath.has(name) ? reverse : undefined });
    wrap(fs.promises, name, { count, translate, answer: answersPath.has(name) ? reverse : undefined });
  }
}

interface Wrapping {
  count: number;
  translate: (value: unknown) => unknown;
  answer: ((value: unknown) => unknown) | undefined;
}

function wrap(owner: object, name: string, { count, translate, answer }: Wrapping): void {
  const functions = owner as Record<string, AnyFunction>;
  const original = functions[name];
  if (typeof original !== 'function') return;
  const replacement: AnyFunction = function (this: unknown, ...args) {
    const [given] = args;
    for (let index = 0; index < count; index += 1) args[index] = translate(args[index]);
    if (!answer || args[0] === given) return original.apply(this, args);
    const callback = args.at(-1);
    if (typeof callback === 'function') {
      args[args.length - 1] = (error: unknown, value: unknown) => callback(error, answer(value));
    }
    const result = original.apply(this, args);
    return result instanceof Promise ? result.then(answer) : answer(result);
  };
  // realpath.native, promisify.custom …
  functions[name] = Object.assign(replacement, original);
}

function translator(rules: readonly PathRule[], hostFolders: readonly string[]): (value: unknown) => unknown {
  return value => {
    const text = pathText(value);
    if (text === undefined || !path.isAbsolute(text)) return value;
    if (hostFolders.some(folder => text === folder || text.startsWith(`${folder}/`))) return value;
    const found = toHostPath(rules, text);
    if (found === undefined) return value;
    return value instanceof URL ? pathToFileURL(found) : found;
  };
}

function reverseTranslator(rules: readonly PathRule[]): (value: unknown) => unknown {
  return value => {
    if (typeof value !== 'string') return value;
    const rule = rules.find(({ to }) => value === to || value.startsWith(`${to}/`));
    return rule ? rule.from + value.slice(rule.to.length) : value;
  };
}

function pathText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (Buffer.isBuffer(value)) return value.toString('utf8');
  return value instanceof URL && value.protocol === 'file:' ? fileURLToPath(value) : undefined;
}
