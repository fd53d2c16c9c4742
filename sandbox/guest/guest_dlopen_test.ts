import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { makeDlopen } from "./guest_dlopen.ts";

/** A library behind a host that answers so. */
function libraryOf(answers: Record<string, unknown[]>, symbols: unknown) {
  const asked: unknown[][] = [];
  const dlopen = makeDlopen((capability, args) => {
    asked.push([capability, ...args]);
    const answer = answers[capability]?.shift();
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  });
  return { asked, ...dlopen("/lib/one.so", symbols) };
}

const ADD = { add: { parameters: ["i32", "i64"], result: "i64", nonblocking: true } };

Deno.test("Deno.dlopen() has the host load it, and each call go there", async () => {
  const { asked, symbols, close } = libraryOf({ openLibrary: [3], callLibrary: [[7n, []]] }, ADD);
  assertEquals(await symbols["add"]!(1, 6n), 7n);
  close();
  close();
  await assertRejects(() => symbols["add"]!(1, 2n), TypeError, "The library is closed");
  const declared = {
    add: { name: "add", parameters: ["i32", "i64"], result: "i64", optional: false, nonblocking: true },
  };
  assertEquals(asked, [["openLibrary", "/lib/one.so", declared], ["callLibrary", 3, "add", [1, 6n]], [
    "closeLibrary",
    3,
  ]]);
});

Deno.test("Deno.dlopen() writes back what became of buffers, whatever they are views of", async () => {
  const fill = { fill: { parameters: ["buffer", "buffer"], result: "void", nonblocking: true } };
  const { asked, symbols } = libraryOf({
    openLibrary: [1],
    callLibrary: [[undefined, [[0, new Uint8Array([1, 2, 3, 4])], [1, new Uint8Array([9])]]], [undefined, []]],
  }, fill);
  const words = new Uint16Array(4).subarray(1, 3);
  const plain = new ArrayBuffer(1);
  await symbols["fill"]!(words, plain);
  assertEquals([[...words], [...new Uint8Array(plain)]], [[0x0201, 0x0403], [9]]);
  await symbols["fill"]!(null, undefined);
  assertEquals(asked.at(-1)?.[3], [null, null]);
  await assertRejects(() => symbols["fill"]!("text", null), TypeError, "A buffer is an ArrayBuffer");
});

Deno.test("Deno.dlopen() gives pointers as things without anything in them, to be given back", async () => {
  const walk = { walk: { parameters: ["pointer"], result: "pointer", nonblocking: true } };
  const { asked, symbols } = libraryOf({ openLibrary: [1], callLibrary: [[4096n, []], [null, []]] }, walk);
  const first = await symbols["walk"]!(null) as object;
  assertEquals([Object.keys(first), Object.getPrototypeOf(first), Object.isFrozen(first)], [[], null, true]);
  assertEquals(await symbols["walk"]!(first), null);
  assertEquals(asked.slice(1).map((each) => each[3]), [[null], [4096n]]);
  await assertRejects(() => symbols["walk"]!({}), TypeError, "A pointer is one that a library gave, or null");
  await assertRejects(() => symbols["walk"]!(4096n), TypeError, "A pointer is one that a library gave, or null");
});

Deno.test("Deno.dlopen(): bad declarations are refused at once, a library that cannot be loaded by each call", async () => {
  assertThrows(() => libraryOf({}, { add: { parameters: [], result: "void" } }), TypeError, "nonblocking is true");
  const { symbols } = libraryOf({ openLibrary: [new TypeError("no")] }, ADD);
  await assertRejects(() => symbols["add"]!(1, 2n), TypeError, "no");
  await assertRejects(() => symbols["add"]!(1), TypeError, '"add" takes 2 arguments, got 1');
});
