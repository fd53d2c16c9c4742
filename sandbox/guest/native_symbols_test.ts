import { assertEquals, assertThrows } from "@std/assert";
import { readNativeSymbols } from "./native_symbols.ts";

const GOOD = { parameters: ["i32", "buffer"], result: "void", nonblocking: true };

Deno.test("readNativeSymbols() reads functions by the names that they are given", () => {
  const parameters = ["i32", "buffer"];
  assertEquals(readNativeSymbols({ one: GOOD, two: { ...GOOD, name: "three", optional: true } }), {
    one: { name: "one", parameters, result: "void", optional: false, nonblocking: true },
    two: { name: "three", parameters, result: "void", optional: true, nonblocking: true },
  });
  assertEquals(readNativeSymbols({}), {});
});

Deno.test("readNativeSymbols() refuses what does not cross a wall, and says which symbol it is of", () => {
  const refusals: readonly (readonly [unknown, string])[] = [
    [null, "The symbols of a library are an object"],
    [{ one: null }, 'Cannot load the symbol "one": its parameters are a list of at most 100'],
    [{ one: { ...GOOD, type: "i32" } }, "only functions are reached through a wall"],
    [{ one: { ...GOOD, name: "a\0b" } }, "its name is a text without NUL"],
    [{ one: { ...GOOD, parameters: ["function"] } }, "a parameter is one of u8, i8, u16"],
    [{ one: { ...GOOD, parameters: [{ struct: ["u8"] }] } }, "got a object"],
    [{ one: { ...GOOD, result: "buffer" } }, 'got "buffer"'],
    [{ one: { ...GOOD, nonblocking: false } }, "a sandbox waits for nothing in the middle of a turn"],
    [Object.fromEntries(Array.from({ length: 1001 }, (_, n) => [`f${n}`, GOOD])), "at most 1000 symbols"],
  ];
  for (const [declared, rule] of refusals) assertThrows(() => readNativeSymbols(declared), TypeError, rule);
});
