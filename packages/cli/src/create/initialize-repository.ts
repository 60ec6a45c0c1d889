import { runGit } from '../git.ts';

/** First commit and tag 0.1.0, from which `cartridge pack` takes the version. Gives the problem, if any. */
export function initializeRepository(folder: string): string | undefined {
  try {
    runGit(folder, 'init');
    runGit(folder, 'add', '--all');
    runGit(folder, 'commit', '--message', 'Initial commit');
    runGit(folder, 'tag', '0.1.0');
    return undefined;
  } catch (error) {
    return describeGitFailure(error);
  }
}

function describeGitFailure(error: unknown): string {
  const { code, stderr, message } = error as { code?: string; stderr?: string; message: string };
  if (code === 'ENOENT') return 'git is not installed';
  const output = stderr?.trim();
  if (output?.includes('Please tell me who you are')) {
    return 'git does not know who you are. Set user.name and user.email with git config, then commit and tag 0.1.0';
  }
  return output || message;
}
