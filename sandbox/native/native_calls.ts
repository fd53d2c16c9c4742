import { encode } from "../guest/codec.ts";
import type { NativeSymbol } from "../guest/native_symbols.ts";

/** A library that is loaded. */
export interface NativeCalls extends Disposable {
  /** Calls one; the text of its result and of the buffers that it has changed. @throws {TypeError} If an argument is of another type. */
  call(name: string, args: readonly unknown[]): Promise<string>;
}

type Callable = (...args: readonly unknown[]) => Promise<unknown>;

/** Loads it, or says why it cannot be, in words without the paths of the host. */
export function loadLibrary(path: string, symbols: Readonly<Record<string, NativeSymbol>>): NativeCalls | string {
  let library: Deno.DynamicLibrary<Deno.ForeignLibraryInterface>;
  try {
    library = Deno.dlopen(path, symbols as unknown as Deno.ForeignLibraryInterface);
  } catch (error) {
    const symbol = /^Failed to register symbol ([^:]*)/.exec((error as Error).message)?.[1];
    return symbol === undefined ? "it cannot be loaded" : `there is no function "${symbol}" in it`;
  }
  const functions = library.symbols as unknown as Readonly<Record<string, Callable | null>>;
  return {
    [Symbol.dispose]: () => library.close(),
    call: async (key, args) => {
      const symbol = Object.hasOwn(symbols, key) ? symbols[key] : undefined;
      const called = functions[key];
      if (symbol === undefined || called === undefined || called === null) throw notThere(key);
      const { parameters } = symbol;
      const before = args.map((each) => each instanceof Uint8Array ? each.slice() : undefined);
      const given = args.map((each, at) => parameters[at] === "pointer" ? pointerTo(each) : each);
      const result = await called(...given).catch((error: Error) => {
        throw error.message.startsWith("Invalid FFI symbol name") ? notThere(key) : error;
      });
      const buffers = args.flatMap((each, at) =>
        each instanceof Uint8Array && isChanged(before[at]!, each) ? [[at, each] as const] : []
      );
      return encode([symbol.result === "pointer" ? addressOf(result) : result, buffers]);
    },
  };
}

function notThere(key: string): TypeError {
  return new TypeError(`"${key}" is not there`);
}

function pointerTo(address: unknown): Deno.PointerValue {
  return typeof address === "bigint" ? Deno.UnsafePointer.create(address) : null;
}

function addressOf(pointer: unknown): bigint | null {
  return pointer === null ? null : Deno.UnsafePointer.value(pointer as Deno.PointerValue);
}

function isChanged(before: Uint8Array, after: Uint8Array): boolean {
  return before.some((byte, at) => byte !== after[at]);
}
