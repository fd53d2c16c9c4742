import { readNativeSymbols } from "./native_symbols.ts";

/** Has the host do something. */
type Use = (capability: string, args: readonly unknown[]) => Promise<unknown>;

/** What a call gives: its result, and what became of the buffers that it was given, by the parameter's number. */
type Called = readonly [result: unknown, buffers: readonly (readonly [at: number, bytes: Uint8Array])[]];

/** A library, as `Deno.dlopen` gives it; what it takes and gives is of the types that were declared. */
interface Library {
  readonly symbols: Readonly<Record<string, (...args: readonly unknown[]) => Promise<unknown>>>;
  close(): void;
}

/** `Deno.dlopen`, where any library was granted: it is loaded outside, in a process of its own. */
export function makeDlopen(use: Use): (path: unknown, symbols: unknown) => Library {
  /** Where pointers lead, in the other process; here they are only things to be given back. */
  const addresses = new WeakMap<object, bigint>();
  const pointer = (address: bigint): object => {
    const made = Object.freeze(Object.create(null) as object);
    addresses.set(made, address);
    return made;
  };
  return (path, symbols) => {
    const declared = readNativeSymbols(symbols);
    const opened = use("openLibrary", [String(path), declared]) as Promise<number>;
    opened.catch(() => {}); // who calls is told
    let isClosed = false;
    const functions = Object.entries(declared).map(([key, { parameters, result }]) => {
      const call = async (...args: readonly unknown[]): Promise<unknown> => {
        if (isClosed) throw new TypeError("The library is closed");
        if (args.length !== parameters.length) {
          throw new TypeError(`"${key}" takes ${parameters.length} arguments, got ${args.length}`);
        }
        const sent = args.map((each, at) => argument(each, parameters[at]!, addresses));
        const [value, buffers] = await use("callLibrary", [await opened, key, sent]) as Called;
        for (const [at, bytes] of buffers) writeBack(args[at], bytes);
        return result === "pointer" && typeof value === "bigint" ? pointer(value) : value;
      };
      return [key, call] as const;
    });
    return Object.freeze({
      symbols: Object.freeze(Object.fromEntries(functions)),
      close: () => {
        if (isClosed) return;
        isClosed = true;
        opened.then((id) => use("closeLibrary", [id])).catch(() => {});
      },
    });
  };
}

function argument(value: unknown, type: string, addresses: WeakMap<object, bigint>): unknown {
  if (value === null || value === undefined) return null;
  if (type === "pointer") {
    const address = typeof value === "object" ? addresses.get(value) : undefined;
    if (address === undefined) throw new TypeError("A pointer is one that a library gave, or null");
    return address;
  }
  return type === "buffer" ? bytesOf(value) : value;
}

/** The memory of it, whatever it is a view of. */
function bytesOf(value: unknown): Uint8Array {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  throw new TypeError("A buffer is an ArrayBuffer, a view of one, or null");
}

/** A buffer that has become smaller meanwhile gets nothing. */
function writeBack(value: unknown, bytes: Uint8Array): void {
  const target = bytesOf(value);
  if (target.length === bytes.length) target.set(bytes);
}
