import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findImageBuilder } from '@cartridge-on-kubernetes/cli';
import { execa } from 'execa';
import { sharedLibraries } from '../../../scripts/images/shared-libraries.ts';
import { importBuiltImage } from './test-images.ts';

const config = `daemon off;
pid /tmp/nginx.pid;
error_log /dev/stderr;
events {}
http {
  access_log off;
  client_body_temp_path /tmp/body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  server { listen 8080; root /data; autoindex on; }
}
`;

/** An image of Debian's nginx: the program of the package, its libraries, a configuration that needs no root. */
export async function importNginx(tag: string): Promise<void> {
  const context = await mkdtemp(join(tmpdir(), 'nginx-'));
  try {
    const root = join(context, 'root');
    await unpackPackage('nginx', root);
    const nginx = join(root, 'usr/sbin/nginx');
    await mkdir(join(root, 'tmp'), { recursive: true });
    await chmod(join(root, 'tmp'), 0o1777);
    await mkdir(join(root, 'var/log/nginx'), { recursive: true });
    for (const library of await sharedLibraries(nginx)) {
      const file = join(root, library);
      if (existsSync(file)) continue;
      await mkdir(dirname(file), { recursive: true });
      await cp(library, file, { dereference: true });
    }
    await mkdir(join(root, 'etc/nginx'), { recursive: true });
    await writeFile(join(root, 'etc/nginx/nginx.conf'), config);
    await writeFile(join(root, 'etc/passwd'), 'nobody:x:65534:65534:nobody:/:/sbin/nologin\n');
    await writeFile(join(root, 'etc/group'), 'nogroup:x:65534:\n');
    const dockerfile = join(context, 'Dockerfile');
    await writeFile(
      dockerfile,
      'FROM scratch\nCOPY root /\nUSER 65534:65534\nCMD ["/usr/sbin/nginx", "-c", "/etc/nginx/nginx.conf"]\n',
    );
    const builder = await findImageBuilder();
    await builder.build({ context, dockerfile, tags: [tag] });
    await importBuiltImage(tag);
  } finally {
    await rm(context, { recursive: true });
  }
}

/** Downloads a Debian package and unpacks it without installing it. */
async function unpackPackage(name: string, root: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'package-'));
  try {
    // _apt may write only where everyone may.
    await chmod(folder, 0o777);
    await execa('apt-get', ['update', '-qq']);
    await execa('apt-get', ['download', name], { cwd: folder });
    await mkdir(root, { recursive: true });
    await execa('sh', ['-c', `dpkg-deb --extract ${folder}/*.deb ${root}`]);
  } finally {
    await rm(folder, { recursive: true });
  }
}
