/** How the other instances see some members that have one status; the one text for it. Source: cartridge/lua-api/topology.lua. */
export function describeMembers(names: readonly string[], status: string): string {
  const list = names.join(', ');
  const isOne = names.length === 1;
  if (status === 'not found') {
    return isOne
      ? `${list} is a member, but the other instances do not see it`
      : `${list} are members, but the other instances do not see them`;
  }
  return isOne
    ? `${list} is a member, but the other instances see it as ${status}`
    : `${list} are members, but the other instances see them as ${status}`;
}
