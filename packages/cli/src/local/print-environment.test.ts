import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { formatPathAddition, formatRemoval, formatVariable } from './print-environment.ts';

const awkward = `/home/o'neil/a b/$HOME/\`date\`/"x"\\y`;

test('a shell reads back what was put in', () => {
  const line = formatVariable('sh', 'KUBECONFIG', awkward);
  const echoed = execFileSync('sh', ['-c', `eval "$1"; printf %s "$KUBECONFIG"`, 'sh', line], {
    encoding: 'utf8',
  });
  expect(echoed).toBe(awkward);
});

test('a variable that names another cluster for helm is gone afterwards', () => {
  const env = { PATH: '/usr/bin:/bin', HELM_KUBECONTEXT: 'production' };
  const script = `eval "$1"; printf %s "\${HELM_KUBECONTEXT-none}"`;
  const line = formatRemoval('sh', 'HELM_KUBECONTEXT');
  expect(execFileSync('/bin/sh', ['-c', script, 'sh', line], { encoding: 'utf8', env })).toBe('none');
  expect(formatRemoval('fish', 'HELM_KUBECONTEXT')).toBe('set -e HELM_KUBECONTEXT');
  expect(formatRemoval('powershell', 'HELM_KUBECONTEXT')).toBe('Remove-Item Env:HELM_KUBECONTEXT');
});

test('bundled tools go to the end of PATH', () => {
  const line = formatPathAddition('sh', awkward);
  const script = `eval "$1"; printf %s "$PATH"`;
  const env = { PATH: '/usr/bin:/bin' };
  const echoed = execFileSync('/bin/sh', ['-c', script, 'sh', line], { encoding: 'utf8', env });
  expect(echoed).toBe(`/usr/bin:/bin:${awkward}`);
});

test.each([
  ['fish', `set -gx KUBECONFIG '/a\\\\b\\'c d'`],
  ['powershell', `$env:KUBECONFIG = '/a\\b''c d'`],
] as const)('%s quotes in its own way', (shell, line) => {
  expect(formatVariable(shell, 'KUBECONFIG', `/a\\b'c d`)).toBe(line);
});
