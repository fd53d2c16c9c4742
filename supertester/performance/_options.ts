import { ArgumentError } from "@superlearner/otp";

/** Refuses options that are none, and names that nobody knows: a bound that is misspelt would hold for ever. */
export function checkKeys(action: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new ArgumentError(action, { rule: "the options are an object", value: options });
  }
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue;
    const meant = known.find((each) => isNear(plain(each), plain(key)));
    const hint = meant === undefined ? `the options are ${known.join(", ")}` : `did you mean ${meant}`;
    throw new ArgumentError(action, { rule: `there is no option of that name (${hint})`, value: key });
  }
}

/** Refuses what is no whole number, or too small. */
export function checkCount(action: string, name: string, found: { value: unknown; least: number }): void {
  const { value, least } = found;
  if (Number.isSafeInteger(value) && (value as number) >= least) return;
  throw new ArgumentError(action, { rule: `${name} is a whole number from ${least} up`, value });
}

/** Refuses what is no finite number from 0 up. */
export function checkLimit(action: string, name: string, value: unknown): void {
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) return;
  throw new ArgumentError(action, { rule: `${name} is a finite number from 0 up`, value });
}

/** Refuses what cannot be called. */
export function checkFunction(action: string, fn: unknown): void {
  if (typeof fn === "function") return;
  throw new ArgumentError(action, { rule: "what is run is a function", value: fn });
}

function plain(key: string): string {
  return key.replaceAll("_", "").toLowerCase();
}

/** Whether one is the other with one letter more, less or changed. */
function isNear(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  return short.slice(at + (short.length === long.length ? 1 : 0)) === long.slice(at + 1);
}

/** Whether a function has returned something to be waited for; to wait for anything else would let others have a turn. */
export function isPending(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === "function";
}
