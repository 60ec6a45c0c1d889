import { ownCommand } from '../own-command.ts';

/** What commander says about a command line, as one line that says what to do. */
export function formatUsageError(text: string): string {
  const [message = '', ...suggestion] = text
    .replace(/^error: /, '')
    .trim()
    .split('\n');
  const [, unknown] = /^unknown command '(.*)'$/.exec(message) ?? [];
  const advice = unknown === undefined ? undefined : adviceFor(unknown, ownCommand());
  if (advice !== undefined) return `There is no command "${unknown}". ${advice}`;
  if (unknown !== undefined && suggestion.length === 0) return `${message}. See \`${ownCommand()} --help\``;
  return [message, ...suggestion].join('\n');
}

/** For the commands of cartridge-cli that are not here, as instances are pods: docs/decisions/cli-version.md. */
function adviceFor(command: string, own: string): string | undefined {
  const values = 'and `helm upgrade`: the operator does the rest';
  const console = 'The console of an instance is in `tt`, the successor of cartridge-cli';
  const advice: Record<string, string> = {
    build: `\`${own} pack docker\` builds the application into an image`,
    start: `\`${own} local up\` starts a cluster; an application of yours runs in it once it is packed (\`${own} pack docker\`) and installed with helm`,
    stop: `\`${own} local down\` stops the cluster`,
    status: `Use \`${own} local status\`, or \`kubectl -n tarantool get pods\``,
    log: 'Use `kubectl -n tarantool logs --follow POD`',
    clean: `\`${own} local down --purge\` stops the cluster and removes its data`,
    replicasets: `Change RoleConfig in the values of the chart, ${values}`,
    failover: `Set failover in the values of the chart, ${values}`,
    repair: 'The operator repairs; `kubectl -n tarantool describe cluster` tells what it waits for',
    admin: console,
    enter: console,
    connect: console,
    bench: 'Use `tt bench`, or another tool that sends load to a port that `kubectl port-forward` opens',
  };
  return Object.hasOwn(advice, command) ? advice[command] : undefined;
}
