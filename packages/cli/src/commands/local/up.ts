import { existsSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { CliError } from '../../errors.ts';
import { wholeNumber } from '../options.ts';

interface UpOptions {
  detach?: boolean;
  bare?: boolean;
  values?: string;
  port: number;
  timeout: number;
  relay?: boolean;
}

export function addLocalUpCommand(local: Command): void {
  local
    .command('up')
    .description('Start the local cluster with the application in it')
    .option('-d, --detach', 'Return once the cluster is Ready and leave it running')
    .option('--values <FILE>', "Values for the chart cartridge (default: the guide's on the first start)")
    .option('--bare', 'Start the Kubernetes cluster only, install nothing')
    .option('--port <PORT>', 'Port of the Web UI on this machine', wholeNumber(65_535), 8081)
    .option('--timeout <SECONDS>', 'How long to wait until the cluster is Ready', wholeNumber(86_400), 300)
    .addOption(new Option('--relay', 'Report to the process that started this one').hideHelp())
    .action(async (options: UpOptions) => {
      if (options.values !== undefined && !existsSync(options.values)) {
        throw new CliError('INVALID_ARGUMENT', `There is no values file ${options.values}. Check --values`);
      }
      if (options.values !== undefined) {
        const { checkValues } = await import('../../local/check-values.ts');
        checkValues(options.values);
      }
      const { bringUp } = await import('../../local/bring-up.ts');
      await bringUp({
        mode: options.relay ? 'relayed' : options.detach ? 'detached' : 'foreground',
        install: options.bare ? 'nothing' : 'application',
        valuesFile: options.values,
        port: options.port,
        readyTimeoutSeconds: options.timeout,
      });
    });
}
