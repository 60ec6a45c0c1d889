// Log lines in the form of cartridge-cli: to standard error, three blanks, a sign, the text.

type Verbosity = 'quiet' | 'normal' | 'verbose';

let verbosity: Verbosity = 'normal';
let keepTemporaryFiles = false;

export function setVerbosity(flags: { quiet?: boolean; verbose?: boolean; debug?: boolean }): void {
  verbosity = flags.quiet ? 'quiet' : flags.verbose || flags.debug ? 'verbose' : 'normal';
  keepTemporaryFiles = flags.debug === true;
}

export function isQuiet(): boolean {
  return verbosity === 'quiet';
}

export function keepsTemporaryFiles(): boolean {
  return keepTemporaryFiles;
}

export function printStep(text: string): void {
  if (!isQuiet()) console.error(`   • ${text}`);
}

/** Only with --verbose. */
export function printDetail(text: string): void {
  if (verbosity === 'verbose') console.error(`     ${text}`);
}

export function printWarning(text: string): void {
  if (!isQuiet()) console.error(`   • Warning: ${text}`);
}

export function printFailure(text: string): void {
  console.error(`   ⨯ ${text}`);
}
