import { ArgumentError } from "@superlearner/otp";

/** Refuses options that are none, and keys that nobody knows: what is misspelt would do nothing. */
export function checkOptions(action: string, { options, keys }: { options: unknown; keys: readonly string[] }): void {
  if (typeof options !== "object" || options === null) {
    throw new ArgumentError(action, { rule: "its options are an object", value: options });
  }
  for (const key of Object.keys(options)) {
    if (!keys.includes(key)) {
      throw new ArgumentError(action, { rule: `its options are ${keys.join(", ")}`, value: key });
    }
  }
}

/** Refuses a part that is none. */
export function checkPart(action: string, parts: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(parts)) {
    if (typeof value === "number" && value >= 0 && value <= 1) continue;
    throw new ArgumentError(action, { rule: `${name} is a number from 0 to 1`, value });
  }
}

/** Refuses durations that are none, or have no end. */
export function checkDurations(action: string, durations: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(durations)) {
    if (typeof value === "number" && value >= 0 && value < Infinity) continue;
    throw new ArgumentError(action, { rule: `${name} is a number of milliseconds from 0 up`, value });
  }
}

/** Refuses numbers of things that are none. */
export function checkCounts(action: string, counts: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(counts)) {
    if (Number.isSafeInteger(value) && (value as number) >= 0) continue;
    throw new ArgumentError(action, { rule: `${name} is a whole number from 0 up`, value });
  }
}

/** Refuses a seed that is none. */
export function checkSeed(action: string, seed: unknown): void {
  if (!Number.isSafeInteger(seed)) throw new ArgumentError(action, { rule: "the seed is a whole number", value: seed });
}
