/** A function of a native library, as it is declared for `Deno.dlopen`. */
export interface NativeSymbol {
  /** Its name in the library. */
  readonly name: string;
  /** What it takes. */
  readonly parameters: readonly string[];
  /** What it gives. */
  readonly result: string;
  /** Whether it may be missing. */
  readonly optional: boolean;
  /** Nobody waits for it in the middle of a turn. */
  readonly nonblocking: true;
}

const NUMBERS = [
  ...["u8", "i8", "u16", "i16", "u32", "i32", "u64", "i64", "usize", "isize", "f32", "f64", "bool", "pointer"],
];
const PARAMETERS: readonly unknown[] = [...NUMBERS, "buffer"];
const RESULTS: readonly unknown[] = [...NUMBERS, "void"];
const MOST_SYMBOLS = 1000;
const MOST_PARAMETERS = 100;

/**
 * Reads what a guest declares, by the names that it gives.
 *
 * @throws {TypeError} If it is not of the right form, or is something that does not cross a wall: a function of the guest, a
 * struct, a variable of the library, or a call that is waited for in the middle of a turn.
 */
export function readNativeSymbols(declared: unknown): Record<string, NativeSymbol> {
  if (typeof declared !== "object" || declared === null) throw new TypeError("The symbols of a library are an object");
  const entries = Object.entries(declared);
  if (entries.length > MOST_SYMBOLS) throw new TypeError(`A library has at most ${MOST_SYMBOLS} symbols`);
  return Object.fromEntries(entries.map(([key, each]) => [key, readSymbol(key, each)]));
}

function readSymbol(key: string, declared: unknown): NativeSymbol {
  const { name = key, parameters, result, nonblocking, optional = false, type } = (declared ?? {}) as Readonly<
    Record<string, unknown>
  >;
  const refuse = (rule: string) => new TypeError(`Cannot load the symbol "${key}": ${rule}`);
  if (type !== undefined) throw refuse("only functions are reached through a wall");
  if (typeof name !== "string" || name === "" || name.includes("\0")) throw refuse("its name is a text without NUL");
  if (!Array.isArray(parameters) || parameters.length > MOST_PARAMETERS) {
    throw refuse(`its parameters are a list of at most ${MOST_PARAMETERS}`);
  }
  for (const each of parameters as unknown[]) {
    if (!PARAMETERS.includes(each)) throw refuse(`a parameter is one of ${PARAMETERS.join(", ")}, got ${said(each)}`);
  }
  if (!RESULTS.includes(result)) throw refuse(`its result is one of ${RESULTS.join(", ")}, got ${said(result)}`);
  if (nonblocking !== true) {
    throw refuse("nonblocking is true: a sandbox waits for nothing in the middle of a turn");
  }
  const taken = [...parameters] as string[];
  return { name, parameters: taken, result: result as string, optional: optional === true, nonblocking };
}

function said(value: unknown): string {
  return typeof value === "string" ? `"${value.slice(0, 50)}"` : `a ${typeof value}`;
}
