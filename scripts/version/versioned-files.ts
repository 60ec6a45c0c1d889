import { execFileSync } from 'node:child_process';

/** Files of the checkout that may name the version of this project, relative to it. */
export function listVersionedFiles(root: string): string[] {
  return execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })
    .split('\0')
    .filter(file => /\.(json|md|mjs|js|ts|tsx|tpl|txt|yaml|yml|sh)$|(^|\/)Dockerfile[^/]*$/.test(file));
}
