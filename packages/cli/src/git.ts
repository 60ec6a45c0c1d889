import { execFileSync } from 'node:child_process';

/** The CLI matches git's messages, so git must print them in English. */
const language = { LC_ALL: 'C', LANGUAGE: '' };

/**
 * Runs git in a folder and gives what it prints. The variables by which a surrounding git, as in a hook, names its own
 * repository are left out: they would win over the folder. Throws as execFileSync does, with `stderr`.
 */
export function runGit(folder: string, ...args: string[]): string {
  return execFileSync('git', args, {
    cwd: folder,
    env: { ...outsideOfRepositories(process.env), ...language },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: Number.POSITIVE_INFINITY,
  });
}

/** Source: `git rev-parse --local-env-vars`, without those that pass settings. */
const localVariables = new Set([
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_DIR',
  'GIT_GRAFT_FILE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_INTERNAL_SUPER_PREFIX',
  'GIT_NO_REPLACE_OBJECTS',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PREFIX',
  'GIT_REPLACE_REF_BASE',
  'GIT_SHALLOW_FILE',
  'GIT_WORK_TREE',
]);

function outsideOfRepositories(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !localVariables.has(name)));
}
