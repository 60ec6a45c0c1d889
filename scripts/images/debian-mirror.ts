import { readFile } from 'node:fs/promises';
import { execa } from 'execa';

/** Where this machine's Debian comes from. */
export interface DebianMirror {
  url: string;
  /** as in `bookworm` */
  release: string;
}

/** By what apt is told. Errors: this is no Debian, or apt has no address of its release. */
export async function findDebianMirror(): Promise<DebianMirror> {
  const system = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const release = /^VERSION_CODENAME="?([a-z]+)/m.exec(system)?.[1];
  const query = ['indextargets', '--format', '$(REPO_URI) $(RELEASE) $(COMPONENT)', 'Created-By: Packages'];
  const { stdout = '' } = await execa('apt-get', query, { reject: false });
  for (const line of stdout.split('\n')) {
    const [url, name, component] = line.split(' ');
    if (url !== undefined && release !== undefined && name === release && component === 'main')
      return { url, release };
  }
  throw new Error(`apt knows no address of ${release ?? 'a Debian'} here`);
}
