/** A time as people read it: `412 µs`, `8.3 ms`, `1.25 s`, `2 min 5 s`. */
export function formatMs(ms: number): string {
  if (!Number.isFinite(ms)) return String(ms);
  const size = Math.abs(ms);
  if (size === 0) return "0 ms";
  if (size < 1) return `${formatNumber(ms * 1000)} µs`;
  if (size < 1000) return `${formatNumber(ms)} ms`;
  if (size < 59_995) return `${formatNumber(ms / 1000)} s`;
  const seconds = Math.round(ms / 1000);
  const rest = seconds % 60;
  return `${Math.trunc(seconds / 60)} min${rest === 0 ? "" : ` ${rest} s`}`;
}

/** A number with three digits that count, thousands apart: `0.0123`, `12.3`, `1,230,000`. */
export function formatNumber(value: number): string {
  const digits = Math.abs(value) >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 };
  return value.toLocaleString("en-US", digits);
}

/** A number and what one is. */
export function formatQuantity(value: number, unit: string): string {
  if (unit === "ms") return formatMs(value);
  if (unit === "bytes" && Math.abs(value) >= 1024) {
    const power = Math.min(4, Math.floor(Math.log2(Math.abs(value)) / 10));
    return `${formatNumber(value / 1024 ** power)} ${["", "KiB", "MiB", "GiB", "TiB"][power]}`;
  }
  return unit === "" ? formatNumber(value) : `${formatNumber(value)} ${unit}`;
}

/** How many of what: `1 test`, `2 tests`; `["crash", "crashes"]` where the plural is another. */
export function plural(count: number, word: string | readonly [one: string, many: string]): string {
  const [one, many] = typeof word === "string" ? [word, `${word}s`] : word;
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** A date as everybody reads it, in UTC: `2026-01-02 03:04:05 UTC`. */
export function formatDate(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? "unknown" : `${date.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
