import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { joinNotices, mit, noticesName, parseNotices } from '../build/third-party.ts';
import { kubectlPackage } from './manifest.ts';

/** The terms of all software of others in the package: what the build has collected for each program, and two more. */
export function packageNotices(root: string): string {
  const collected = ['cli', 'dev-instance', 'local-cluster', 'operator', 'ui'].flatMap(name =>
    parseNotices(readFileSync(join(root, 'dist', name, noticesName), 'utf8')),
  );
  // The local cluster's API is made from what a kube-apiserver publishes about itself.
  const kubernetes = {
    names: ['Kubernetes: its API description, in dist/local-cluster/fixtures (Apache-2.0)'],
    text: `Copyright The Kubernetes Authors\n\n${readFileSync(join(root, 'node_modules', kubectlPackage, 'LICENSE'), 'utf8').trim()}`,
  };
  const lua = {
    names: ['Lua 5.4, in dist/dev-instance/glue.wasm (MIT)'],
    text: `Copyright (C) 1994-2023 Lua.org, PUC-Rio\n\n${mit}`,
  };
  return joinNotices([...collected, kubernetes, lua]);
}
