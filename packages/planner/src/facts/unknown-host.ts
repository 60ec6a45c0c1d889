/**
 * Tarantool's errors for an address whose name does not resolve; cluster DNS caches a negative answer for 5 to 30
 * seconds.
 */
const UNRESOLVED =
  /"([^"/]+):\d+"(?:: .*(?:Invalid argument|getaddrinfo|Name or service not known|Temporary failure in name resolution|Could not resolve)| failed: ping was not sent)/;

/** The host name that could not be resolved in a failed call; null where the call failed for another reason. */
export function unknownHost({ message }: { message: string }): string | null {
  return UNRESOLVED.exec(message)?.[1] ?? null;
}
