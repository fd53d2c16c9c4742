import { assertEquals } from "@std/assert";
import { printed } from "../isolate/testdata/isolates.ts";
import { freezeRealm, removeGlobals } from "./freeze_realm.ts";

Deno.test("freezeRealm(): what only syntax leads to is frozen as well", async () => {
  const hidden = [
    "async () => {}",
    "function* () {}",
    "async function* () {}",
    "[].values()",
    "new Map().keys()",
    "''.matchAll(/x/g)",
  ];
  hidden.push(
    "new Set().values()",
    "function* () {}.prototype",
    "async function* () {}.prototype",
    "[].values().map((x) => x)",
    "new Uint8Array()",
  );
  hidden.push("Iterator.from({ next() {} })", "Object.getPrototypeOf([].values())", "Uint8Array");
  const lines = await printed(
    hidden.map((each) => `console.log(Object.isFrozen(Object.getPrototypeOf(${each})));`).join("\n"),
  );
  assertEquals(lines, hidden.map(() => "true"));
});

Deno.test("removeGlobals(): what is removed does not come back by another way", async () => {
  const lines = await printed(`
    console.log([typeof WebAssembly, typeof FinalizationRegistry, typeof SharedArrayBuffer, typeof Atomics].join());
    console.log(console.constructor === Object, queueMicrotask.constructor === Function);
  `);
  assertEquals([lines, typeof freezeRealm, typeof removeGlobals], [
    ["undefined,undefined,undefined,undefined", "true true"],
    "function",
    "function",
  ]);
});
