const units = [
  { name: 'd', seconds: 86_400 },
  { name: 'h', seconds: 3_600 },
  { name: 'min', seconds: 60 },
  { name: 's', seconds: 1 },
] as const;

/** The two largest units, so that it changes rarely: "3 d 4 h", "12 min", "45 s". Seconds show alone only. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const first = units.findIndex(unit => whole >= unit.seconds);
  const large = units[first] ?? units[3];
  const small = units[first + 1];
  const count = Math.floor(whole / large.seconds);
  const rest = small ? Math.floor((whole % large.seconds) / small.seconds) : 0;
  const tail = small && small.name !== 's' && rest > 0 ? ` ${rest} ${small.name}` : '';
  return `${count} ${large.name}${tail}`;
}
