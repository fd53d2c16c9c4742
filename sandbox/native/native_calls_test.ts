import { assertEquals, assertRejects } from "@std/assert";
import { decode } from "../guest/codec.ts";
import { readNativeSymbols } from "../guest/native_symbols.ts";
import { loadLibrary, type NativeCalls } from "./native_calls.ts";
import { LIBC, libc } from "./testdata/libc.ts";

const isLinux = Deno.build.os === "linux";
const load = (path: string, symbols: unknown) => loadLibrary(path, readNativeSymbols(symbols));

Deno.test({
  name: "loadLibrary() calls functions, and tells what they give and which buffers they have changed",
  ignore: !isLinux,
  fn: async () => {
    using calls = load(libc(), LIBC) as NativeCalls;
    const call = async (name: string, ...args: unknown[]) => decode(await calls.call(name, args));
    assertEquals(await call("toupper", 97), [65, []]);
    assertEquals(await call("labs", -5n), [5n, []]);
    const [address, changed] = await call("fill", new Uint8Array(3), 7, 3) as [unknown, unknown];
    assertEquals([typeof address, changed], ["bigint", [[0, new Uint8Array([7, 7, 7])]]]);
    assertEquals(await call("getenv", new TextEncoder().encode("NO_SUCH_VARIABLE\0")), [null, []]);
    await assertRejects(() => calls.call("toupper", ["a"]), TypeError, "i32");
    await assertRejects(() => calls.call("missing", []), TypeError, '"missing" is not there');
    await assertRejects(() => calls.call("toString", []), TypeError, '"toString" is not there');
  },
});

Deno.test({
  name: "loadLibrary() says what is missing, without paths of the host",
  ignore: !isLinux,
  fn: () => {
    assertEquals(load("/no/such/library.so", {}), "it cannot be loaded");
    const gone = { gone: { parameters: [], result: "void", nonblocking: true } };
    assertEquals(load(libc(), gone), 'there is no function "gone" in it');
  },
});
