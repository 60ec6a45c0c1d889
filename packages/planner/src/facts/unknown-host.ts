/** What Tarantool says of an address whose name does not resolve; cluster DNS remembers a "no" for 5 to 30 seconds. */
const UNRESOLVED =
  /"([^"/]+):\d+"(?:: .*(?:Invalid argument|getaddrinfo|Name or service not known|Temporary failure in name resolution|Could not resolve)| failed: ping was not sent)/;

/** The host of the failed call that the others cannot resolve yet; null where the failure is of another kind. */
export function unknownHost({ message }: { message: string }): string | null {
  return UNRESOLVED.exec(message)?.[1] ?? null;
}
