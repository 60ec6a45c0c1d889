import { isIP } from 'node:net';
import { compareQuantities, isQuantity, parseQuantity } from '@cartridge-on-kubernetes/api';
import type { Environment } from '@marcbachmann/cel-js';
import { quantityRule } from './quantity-rule.ts';

class Quantity {
  readonly value: number;
  readonly text: string;

  constructor(text: string) {
    const value = parseQuantity(text);
    if (value === null) throw new Error(quantityRule);
    this.text = text;
    this.value = value;
  }

  /** -1, 0 or 1 */
  compareTo(other: Quantity): number {
    return compareQuantities(this.text, other.text) ?? 0;
  }
}

class Address {
  readonly text: string;
  readonly family: bigint;

  constructor(text: string) {
    const family = isIP(text);
    if (family === 0)
      throw new Error(
        `IP Address ${JSON.stringify(text)} parse error during conversion from string: not an IP`,
      );
    this.text = text;
    this.family = BigInt(family);
  }
}

class Link {
  readonly url: URL;

  constructor(text: string) {
    if (!isLink(text))
      throw new Error(
        `URL parse error during conversion from string: parse ${JSON.stringify(text)}: invalid URI for request`,
      );
    this.url = new URL(text);
  }
}

/** The functions kube-apiserver adds to CEL: quantities, addresses, URLs, patterns, sums and orders of lists. */
export function withKubernetesFunctions(environment: Environment): Environment {
  addQuantities(environment);
  addAddresses(environment);
  addLinks(environment);
  addPatterns(environment);
  addLists(environment);
  return environment;
}

function addQuantities(environment: Environment): void {
  const type = 'kubernetes.Quantity';
  environment.registerType(type, Quantity);
  environment.registerFunction(`quantity(string): ${type}`, (text: string) => new Quantity(text));
  environment.registerFunction('isQuantity(string): bool', (text: string) => isQuantity(text));
  const compare = (name: string, holds: (order: number) => boolean) =>
    environment.registerFunction(`${type}.${name}(${type}): bool`, (a: Quantity, b: Quantity) =>
      holds(a.compareTo(b)),
    );
  compare('isGreaterThan', order => order > 0);
  compare('isLessThan', order => order < 0);
  environment.registerFunction(`${type}.compareTo(${type}): int`, (a: Quantity, b: Quantity) =>
    BigInt(a.compareTo(b)),
  );
  environment.registerFunction(`${type}.sign(): int`, (a: Quantity) => BigInt(Math.sign(a.value)));
  environment.registerFunction(`${type}.isInteger(): bool`, (a: Quantity) => Number.isInteger(a.value));
  environment.registerFunction(`${type}.asInteger(): int`, (a: Quantity) => BigInt(a.value));
  environment.registerFunction(`${type}.asApproximateFloat(): double`, (a: Quantity) => a.value);
}

function addAddresses(environment: Environment): void {
  const type = 'kubernetes.IP';
  environment.registerType(type, Address);
  environment.registerFunction('isIP(string): bool', (text: string) => isIP(text) !== 0);
  environment.registerFunction(`ip(string): ${type}`, (text: string) => new Address(text));
  environment.registerFunction(`${type}.family(): int`, (address: Address) => address.family);
  environment.registerFunction(`${type}.isLoopback(): bool`, (address: Address) =>
    /^(127\.|::1$)/.test(address.text),
  );
}

function addLinks(environment: Environment): void {
  const type = 'kubernetes.URL';
  environment.registerType(type, Link);
  environment.registerFunction('isURL(string): bool', isLink);
  environment.registerFunction(`url(string): ${type}`, (text: string) => new Link(text));
  const read = (name: string, part: (url: URL) => string) =>
    environment.registerFunction(`${type}.${name}(): string`, (link: Link) => part(link.url));
  read('getScheme', url => url.protocol.replace(':', ''));
  read('getHost', url => url.host);
  read('getHostname', url => url.hostname);
  read('getPort', url => url.port);
  read('getEscapedPath', url => url.pathname);
}

function isLink(text: string): boolean {
  return URL.canParse(text);
}

function addPatterns(environment: Environment): void {
  environment.registerFunction(
    'string.find(string): string',
    (text: string, pattern: string) => new RegExp(pattern).exec(text)?.[0] ?? '',
  );
  environment.registerFunction('string.findAll(string): list', (text: string, pattern: string) =>
    [...text.matchAll(new RegExp(pattern, 'g'))].map(match => match[0]),
  );
}

type Item = bigint | number | string;

function addLists(environment: Environment): void {
  environment.registerFunction('list.sum(): dyn', (list: Item[]) => {
    if (list.length === 0) return 0n;
    return list.every(item => typeof item === 'bigint')
      ? list.reduce((sum: bigint, item) => sum + (item as bigint), 0n)
      : list.reduce((sum: number, item) => sum + Number(item), 0);
  });
  const pick = (isBetter: (a: Item, b: Item) => boolean) => (list: Item[]) => {
    if (list.length === 0) throw new Error('min/max called on empty list');
    return list.reduce((best, item) => (isBetter(item, best) ? item : best));
  };
  environment.registerFunction(
    'list.min(): dyn',
    pick((a, b) => a < b),
  );
  environment.registerFunction(
    'list.max(): dyn',
    pick((a, b) => a > b),
  );
  environment.registerFunction('list.isSorted(): bool', (list: Item[]) =>
    list.every((item, index) => index === 0 || (list[index - 1] as Item) <= item),
  );
  environment.registerFunction('list.indexOf(dyn): int', (list: Item[], item: Item) =>
    BigInt(list.indexOf(item)),
  );
  environment.registerFunction('list.lastIndexOf(dyn): int', (list: Item[], item: Item) =>
    BigInt(list.lastIndexOf(item)),
  );
}
