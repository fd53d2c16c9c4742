import type { NativeSymbol } from "../guest/native_symbols.ts";

/** What is said to the process of a library. Arguments are texts of the codec. */
export type ToLibrary =
  | readonly ["open", path: string, symbols: Readonly<Record<string, NativeSymbol>>]
  | readonly ["call", id: number, name: string, args: string];

/** What it says. Results are texts of the codec. */
export type FromLibrary =
  | readonly ["opened"]
  | readonly ["failed", rule: string]
  | readonly ["result", id: number, text: string]
  | readonly ["threw", id: number, message: string];
