/** A figure for people: three digits behind the point, more only where they would hide that it is above its limit. */
export function figure(value: number, limit: number = -Infinity): string {
  const short = Number(value.toFixed(3));
  return String(value > limit && short <= limit ? value : short);
}

/** Milliseconds for people. */
export function ms(value: number): string {
  return `${figure(value)}ms`;
}

/** Bytes for people: to the byte where they are few. */
export function bytes(value: number): string {
  const size = Math.abs(value);
  if (size < 10_000) return `${figure(value)} bytes`;
  return size < 10_000_000 ? `${figure(value / 1000)} kB` : `${figure(value / 1_000_000)} MB`;
}
