import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { AssertionError } from "./assertion_error.ts";
import { TestSession } from "./test_session.ts";

function sealed(): TestSession {
  const session = new TestSession();
  session.seal("word");
  return session;
}

Deno.test("TestSession: tests are planned in the order of their registration, with what they count", () => {
  const session = sealed();
  session.register("b", () => {});
  session.register("a", () => {}, { points: 3, timeoutMs: 10 });
  assertEquals(session.plan("word").value, [
    { name: "b", points: 1, timeoutMs: 5000 },
    { name: "a", points: 3, timeoutMs: 10 },
  ]);
  assertThrows(() => session.register("c", () => {}), ArgumentError, "while their module loads");
});

Deno.test("TestSession: what is no test is refused", () => {
  const session = sealed();
  session.register("a", () => {});
  assertThrows(() => session.register("a", () => {}), ArgumentError, "a name of its own");
  assertThrows(() => session.register("", () => {}), ArgumentError, "a test has a name");
  assertThrows(() => session.register("b", 1 as never), ArgumentError, "a test is a function");
  assertThrows(() => session.register("b", () => {}, { points: -1 }), ArgumentError, "points");
  for (const timeoutMs of [0, "5", null] as never[]) {
    assertThrows(() => session.register("b", () => {}, { timeoutMs }), ArgumentError, "timeoutMs");
  }
  for (const options of [null, 5, "x", []] as never[]) {
    assertThrows(() => session.register("b", () => {}, options), ArgumentError, "the options are an object");
  }
  assertThrows(
    () => session.register("b", () => {}, { point: 5 } as never),
    ArgumentError,
    "an option is one of points",
  );
  assertEquals(session.plan("word").value.length, 1);
});

Deno.test("TestSession: only who says the word is told anything, and a second word changes nothing", async () => {
  const session = sealed();
  session.seal("other");
  assertThrows(() => session.plan("other"), ArgumentError, "the word of the run");
  assertThrows(() => session.begin("", 0), ArgumentError);
  assertThrows(() => session.answer("x", 1, { outcome: "gave", value: 1 }), ArgumentError);
  await assertRejects(() => session.next("x"), ArgumentError);
  assertThrows(() => new TestSession().plan(undefined as never), ArgumentError);
});

Deno.test("TestSession: a test asks, hears the answer, and ends", async () => {
  const session = sealed();
  const heard: unknown[] = [];
  session.register("a", async () => {
    heard.push(await session.ask("call", ["f", []]));
    await session.ask("call", ["g", []]);
  });
  session.begin("word", 0);
  assertEquals((await session.next("word")).value, [["ask", 1, "call", ["f", []]]]);
  session.answer("word", 1, { outcome: "gave", value: 7 });
  assertEquals((await session.next("word")).value, [["ask", 2, "call", ["g", []]]]);
  session.answer("word", 2, { outcome: "threw", name: "RangeError", message: "too far" });
  const ended = { passed: false, message: "RangeError: too far" };
  assertEquals(await session.next("word"), { secret: "word", value: [["finished", ended]] });
  assertEquals(heard, [7]);
});

Deno.test("TestSession: what is asserted is told as it is said, other things by what they are", async () => {
  for (
    const [thrown, message] of [[new AssertionError("no"), "no"], [new TypeError("t"), "TypeError: t"], [
      1,
      "It threw 1",
    ]]
  ) {
    const session = sealed();
    session.register("a", () => {
      throw thrown;
    });
    session.begin("word", 0);
    assertEquals((await session.next("word")).value, [["finished", { passed: false, message: String(message) }]]);
  }
});

Deno.test("TestSession: the end of a test that was left behind is not that of the next", async () => {
  const session = sealed();
  const gate = Promise.withResolvers<void>();
  session.register("a", () => gate.promise);
  session.register("b", () => new Promise<void>(() => {}));
  session.begin("word", 0);
  await Promise.resolve();
  session.begin("word", 1);
  gate.resolve();
  await gate.promise;
  const late = session.next("word").then(() => "told");
  const turns = (async () => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    return "nothing";
  })();
  assertEquals(await Promise.race([late, turns]), "nothing");
});

Deno.test("TestSession: outside a test there is nobody to ask", () => {
  assertThrows(() => sealed().ask("call", []), ArgumentError, "from within a test");
  assertThrows(() => sealed().begin("word", 5), ArgumentError, "a test of the plan");
});
