#!/usr/bin/env node
const [argument] = process.argv.slice(2);
if (argument === '--version' || argument === '-v') {
  process.stdout.write('Tarantool is not here: this is the dev instance, which stands in for it\n');
} else {
  import('/usr/lib/dev-instance/main.mjs').catch(error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  });
}
