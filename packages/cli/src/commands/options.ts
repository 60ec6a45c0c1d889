import { InvalidArgumentError, Option } from 'commander';

export type OutputFormat = 'text' | 'json';

/** `-o text|json`. */
export function outputOption(): Option {
  return new Option('-o, --output <FORMAT>', 'Output format').choices(['text', 'json']).default('text');
}

/** Parses a whole number from 1 to `most`. */
export function wholeNumber(most: number): (text: string) => number {
  return text => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= 1 && number <= most) return number;
    throw new InvalidArgumentError(`Pass a whole number from 1 to ${most}.`);
  };
}
