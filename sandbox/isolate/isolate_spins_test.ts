import { assertEquals } from "@std/assert";
import { isolateOf } from "./testdata/isolates.ts";

/** What never comes to an end; the watchdog of the turn has to end each. */
const SPINS: Readonly<Record<string, string>> = {
  loop: "while (true) {}",
  "loop with another one left behind it": "Promise.resolve().then(() => { while (true) {} }); while (true) {}",
  "loop with a storm left behind it": "(function again() { Promise.resolve().then(again) })(); while (true) {}",
  "loop in a finally": "try { while (true) {} } finally { while (true) {} }",
  "regular expression": "/(a+)+$/.test('a'.repeat(50) + '!')",
  microtasks: "(function again() { Promise.resolve().then(again) })()",
  continuation: "(async () => { await 0; while (true) {} })()",
  "comparator of a sort":
    "new Array(3e5).fill(0).map((_, n) => n).sort((a, b) => { for (let i = 0; i < 1e6; i++); return b - a })",
  bigint: "(7n ** (10n ** 8n)).toString()",
  generator: "for (const _ of (function* () { while (true) yield 1 })());",
  proxy: "const p = new Proxy({}, { get: () => p }); while (true) p.x",
  intl: "while (true) new Intl.Collator('de').compare('a', 'b')",
  getter: "const o = { get x() { return o.x } }; while (true) try { o.x } catch {}",
  "text search": "const t = 'a'.repeat(2 ** 27); while (true) t.indexOf('b')",
};

for (const [name, source] of Object.entries(SPINS)) {
  Deno.test(`Isolate.turn() ends, in a module: ${name}`, () => {
    const isolate = isolateOf(source, { turnMs: 50 });
    assertEquals(isolate.evaluate().stopped, true);
    assertEquals(isolate.turn(["1"]), { text: "", due: -1, stopped: true });
  });
}

Deno.test("Isolate.turn() ends, in a function that is called: a loop", () => {
  const isolate = isolateOf("export const spin = () => { while (true); };", { turnMs: 50 });
  assertEquals(isolate.evaluate().stopped, false);
  assertEquals(isolate.turn(["1", '["run",1,"spin",[]]']).stopped, true);
});

Deno.test("Isolate.turn() ends, in a timer: a loop; another realm of the thread goes on", () => {
  const isolate = isolateOf("setTimeout(() => { while (true); }, 60_000);", { turnMs: 50 });
  const other = isolateOf("export const one = () => 1;");
  other.evaluate();
  assertEquals([isolate.evaluate().stopped, isolate.turn(["1"]).stopped, isolate.turn(["70000"]).stopped], [
    false,
    false,
    true,
  ]);
  assertEquals(other.turn(["1", '["run",1,"one",[]]']).text.includes('["done",1,1]'), true);
});
