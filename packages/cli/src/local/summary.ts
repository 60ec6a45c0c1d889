import { ownCommand } from '../own-command.ts';
import type { Summary } from './progress.ts';
import type { Run } from './run-file.ts';

/** What a user sees once the cluster is up: what runs, where, and what to try next. */
export function formatSummary(summary: Summary, mode: 'foreground' | 'detached'): string {
  const seconds = (summary.milliseconds / 1000).toFixed(1);
  const blocks = [
    summary.problem === undefined ? `Up in ${seconds} s` : formatProblem(summary.problem),
    summary.pods,
    formatPlaces(summary),
    formatNextSteps(summary),
    mode === 'foreground'
      ? 'Ctrl-C stops everything, the data stays'
      : `Stop it with: ${ownCommand()} local down`,
  ];
  return `\n${blocks.filter(block => block !== '').join('\n\n')}\n`;
}

/** Told to a second start. */
export function formatTaken(run: Run): string {
  const lines = [
    run.state === 'starting'
      ? 'The local cluster is being started already'
      : 'The local cluster runs already',
    ...(run.url === undefined ? [] : [`  Web UI      ${run.url}`]),
    ...(run.kubeconfig === undefined ? [] : [`  kubeconfig  ${run.kubeconfig}`]),
    `  See \`${ownCommand()} local status\`; \`${ownCommand()} local down\` stops it. To change the application: helm upgrade`,
  ];
  return lines.join('\n');
}

function formatProblem(problem: string): string {
  return [
    'The cluster is not Ready. It keeps running, so that you can look:',
    ...problem.split('\n').map(line => `  ${line}`),
  ].join('\n');
}

function formatPlaces(summary: Summary): string {
  const taken =
    summary.portTaken === undefined ? '' : `  (port ${summary.portTaken} is taken by another program)`;
  return [
    ...(summary.url === undefined ? [] : [`Web UI      ${summary.url}${taken}`]),
    `Kubernetes  ${summary.server}`,
    `kubeconfig  ${summary.kubeconfig}`,
  ].join('\n');
}

function formatNextSteps(summary: Summary): string {
  const commands = [
    `eval "$(${ownCommand()} local env)"     # kubectl and helm for this cluster`,
    ...nextLooks(summary),
  ];
  return ['Try next:', ...commands.map(command => `  ${command}`)].join('\n');
}

function nextLooks({ url, problem }: Summary): string[] {
  if (url === undefined) return ['kubectl get nodes'];
  const pods = 'kubectl get pods -n tarantool';
  return problem === undefined
    ? [pods, `curl ${url}/hello`]
    : [pods, 'kubectl describe clusters -n tarantool', `${ownCommand()} local status`];
}
