/** The age kubectl shows: `5s`, `2m30s`, `3h5m`, `4d1h`, `2y3d`. */
export function age(since: unknown, now: Date): string {
  if (typeof since !== 'string') return '<unknown>';
  return humanDuration((now.getTime() - Date.parse(since)) / 1000);
}

export function humanDuration(seconds: number): string {
  const total = Math.floor(seconds);
  if (total < -1) return '<invalid>';
  if (total < 0) return '0s';
  if (total < 120) return `${total}s`;
  const minutes = Math.floor(total / 60);
  if (minutes < 10) return withRest(minutes, 'm', total % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return withRest(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (hours < 192) return withRest(days, 'd', hours % 24, 'h');
  if (days < 730) return `${days}d`;
  const years = Math.floor(days / 365);
  return years < 8 ? withRest(years, 'y', days % 365, 'd') : `${years}y`;
}

function withRest(value: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${value}${unit}` : `${value}${unit}${rest}${restUnit}`;
}
