import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runGit } from '../git.ts';
import { projectPath } from '../project-folder.ts';
import { runBin } from '../run-bin.test-support.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'cartridge-create-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const identity = {
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
};

/** Settings of git by which it refuses to commit. */
const nameless = {
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'user.useConfigOnly',
  GIT_CONFIG_VALUE_0: 'true',
};

describe('cartridge create', () => {
  test('makes the application, with the lines of cartridge-cli', async () => {
    const result = await runBin(['create', '--name', 'test-app'], { cwd: folder, env: identity });
    expect(result).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: [
        '   • Create application test-app',
        '   • Generate application files',
        '   • Initialize application git repository',
        '   • Application "test-app" created successfully',
      ].join('\n'),
    });
    const files = readdirSync(path.join(folder, 'test-app'));
    expect(files).toEqual(
      expect.arrayContaining(['instances.yml', 'test-app-scm-1.rockspec', 'init.lua', '.git']),
    );
  });

  test('puts it under git, with one commit and the tag 0.1.0', async () => {
    await runBin(['create', '--name', 'test-app', folder], { env: identity });
    const git = (...args: string[]) => runGit(path.join(folder, 'test-app'), ...args).trim();
    expect(git('log', '--format=%s')).toBe('Initial commit');
    expect(git('tag')).toBe('0.1.0');
    expect(git('status', '--porcelain')).toBe('');
    expect(git('ls-files', 'tmp')).toBe('tmp/.keep');
  });

  test("is where the guide's application comes from", async () => {
    await runBin(['create', '--name', 'test-app', folder], { env: identity });
    rmSync(path.join(folder, 'test-app/.git'), { recursive: true });
    expect(readTree(path.join(folder, 'test-app'))).toEqual(readTree(projectPath('examples/guide/test-app')));
  });

  test('fills the name into every file', async () => {
    await runBin(['create', '--name', 'Shop', folder], { env: identity });
    const tree = readTree(path.join(folder, 'Shop'));
    expect(Object.keys(tree)).toContain('shop-scm-1.rockspec');
    expect(tree['shop-scm-1.rockspec']?.content).toContain("package = 'Shop'");
    expect(tree['instances.yml']?.content).toContain('Shop-stateboard:');
    for (const { content } of Object.values(tree)) expect(content).not.toContain('{{');
  });

  test('only warns when git does not know who commits', async () => {
    const result = await runBin(['create', '--name', 'test-app', folder], {
      env: { HOME: folder, XDG_CONFIG_HOME: folder, ...nameless },
    });
    expect(result.exitCode).toBe(0);
    expect(result.stderr).toMatch(/Warning: The application is not under git: .*user\.name/s);
    expect(result.stderr).toContain('created successfully');
  });

  test('speaks of it in its own words where git speaks another language', async () => {
    const env = { ...nameless, LC_ALL: 'de_DE.UTF-8', LANGUAGE: 'de' };
    const result = await runBin(['create', '--name', 'test-app', folder], { env });
    expect(result.stderr).toContain('git does not know who you are');
  });

  test('in a git hook it leaves the repository of the hook alone', async () => {
    const hooked = path.join(folder, 'hooked');
    runGit(folder, 'init', hooked);
    const env = {
      ...identity,
      GIT_DIR: path.join(hooked, '.git'),
      GIT_WORK_TREE: hooked,
      GIT_INDEX_FILE: 'index',
    };
    await runBin(['create', '--name', 'test-app', folder], { env });
    const log = (repository: string) => runGit(repository, 'log', '--all', '--format=%s');
    expect(log(path.join(folder, 'test-app'))).toBe('Initial commit\n');
    expect(log(hooked)).toBe('');
  });

  test('only warns when there is no git', async () => {
    const result = await runBin(['create', '--name', 'test-app', folder], { env: { PATH: folder } });
    expect(result.exitCode).toBe(0);
    expect(result.stderr).toContain('Warning: The application is not under git: git is not installed');
  });

  test('asks for the name; no answer means myapp', async () => {
    const result = await runBin(['create'], { cwd: folder, env: identity, input: '\n' });
    expect(result.exitCode).toBe(0);
    expect(readdirSync(folder)).toEqual(['myapp']);
  });

  test('leaves an existing folder alone', async () => {
    mkdirSync(path.join(folder, 'test-app'));
    writeFileSync(path.join(folder, 'test-app/mine'), 'mine');
    const result = await runBin(['create', '--name', 'test-app', folder]);
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toBe(
      `   ⨯ ${path.join(folder, 'test-app')} exists already. Choose another name or move it away`,
    );
    expect(readdirSync(path.join(folder, 'test-app'))).toEqual(['mine']);
  });

  test.each(['', '..', 'a/b', '-x', 'my app'])('refuses the name "%s"', async name => {
    const result = await runBin(['create', `--name=${name}`, folder]);
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('cannot name an application');
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('cartridge create --from', () => {
  test('uses a template of your own', async () => {
    const template = path.join(folder, 'template');
    mkdirSync(template);
    writeFileSync(path.join(template, '{{ .Name }}.txt'), 'This is {{.Name}} and {{ .StateboardName }}');
    await runBin(['create', '--name', 'shop', '--from', template, folder], { env: identity });
    expect(readFileSync(path.join(folder, 'shop/shop.txt'), 'utf8')).toBe('This is shop and shop-stateboard');
  });

  test('refuses a placeholder that it does not know and leaves nothing behind', async () => {
    const template = path.join(folder, 'template');
    mkdirSync(template);
    writeFileSync(path.join(template, 'a.txt'), '{{ .Surname }}');
    const result = await runBin(['create', '--name', 'shop', '--from', template, folder]);
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain(
      `Unknown placeholder {{ .Surname }} in the ${path.join(template, 'a.txt')}`,
    );
    expect(readdirSync(folder)).toEqual(['template']);
  });

  test.each([
    [['--from', '/nowhere'], 'There is no template folder /nowhere'],
    [['--template', 'other'], 'There is no template "other". Built in: cartridge'],
    [['--from', '/tmp', '--template', 'cartridge'], 'Pass either --from or --template'],
  ])('refuses %s', async (args, message) => {
    const result = await runBin(['create', '--name', 'shop', ...args, folder]);
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain(message);
  });
});

function readTree(root: string): Record<string, { content: string; executable: boolean }> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  return Object.fromEntries(
    files.map(entry => {
      const file = path.join(entry.parentPath, entry.name);
      const executable = (statSync(file).mode & 0o111) !== 0;
      return [path.relative(root, file), { content: readFileSync(file, 'utf8'), executable }];
    }),
  );
}
