import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { GenServer, Supervisor } from "@superlearner/otp";
import { castAndSync } from "../waiting/sync.ts";
import { isolated, TestTimeoutError } from "./isolated.ts";

const Counter = GenServer.define({
  name: "Counter",
  init: (start: number = 0) => start,
  calls: { value: (count) => [count, count] },
  casts: {
    add: (count, n: number) => count + n,
    crash: () => {
      throw new RangeError("on purpose");
    },
  },
});

/** Runs a test that is to fail, and gives its error. */
async function failureOf(test: (runner: { name: string }) => Promise<void>): Promise<Error> {
  return await assertRejects(() => test({ name: "the test" }), Error);
}

Deno.test("isolated: two tests at once have the same names and never meet", async () => {
  const test = (n: number) =>
    isolated(async (t) => {
      const counter = await t.start(Counter, { name: "counter", args: [n] });
      await castAndSync(counter, "add", { payload: 1 });
      assertEquals(await counter.call("value"), n + 1);
      assertEquals(t.system.whereis("counter"), "<0.1.0>");
    });
  await Promise.all([1, 2, 3].map((n) => test(n)()));
});

Deno.test(
  "D1: a tree and a server that traps exits live until the end of the test",
  isolated(async (t) => {
    const Trapping = GenServer.define({ name: "Trapping", trapExit: true, init: () => 0 });
    const tree = await t.start(Supervisor.define({ children: [Counter.child({ name: "counter" })] }));
    const trapping = await t.start(Trapping);
    await t.settle();
    t.system.exit("counter", "kill");
    await t.settle();
    assertEquals([tree.alive, trapping.alive, t.ref("counter").alive], [true, true, true]);
  }),
);

Deno.test("isolated: a failure shows who crashed of what, and the last messages", async () => {
  const error = await failureOf(isolated(async (t) => {
    const counter = await t.start(Counter, { name: "counter" });
    counter.cast("add", 5);
    await castAndSync(counter, "crash");
  }));
  assertStringIncludes(error.message, "the server exited with RangeError: on purpose\n\nCrashed:\n");
  assertStringIncludes(error.message, "<0.1.0> counter: RangeError: on purpose");
  assertStringIncludes(error.message, '<0.1.0> message.received form="cast" kind="add" message=5');
  assertStringIncludes(error.stack ?? "", "Last events:");
});

Deno.test("case 12: the first error is the one that is shown, that of the clean-up after it", async () => {
  const error = await failureOf(isolated((t) => {
    t.defer(() => {
      throw new RangeError("second");
    });
    throw new SyntaxError("first");
  }));
  assertEquals(error.name, "SyntaxError");
  assertStringIncludes(error.message, "first\n\nThen the clean-up failed:\n  RangeError: second");
});

Deno.test(
  "isolated: virtual time goes on by itself, and a test says how far",
  isolated(async (t) => {
    const me = t.attach();
    t.system.sendAfter(me.pid, 1, { delayMs: 3_600_000 });
    await t.settle();
    assertEquals(t.system.now(), 0);
    assertEquals([await me.receive(), t.system.now()], [1, 3_600_000]);
    await t.advance(500);
    assertEquals([
      await t.external(crypto.subtle.digest("SHA-1", new Uint8Array()).then(() => "file")),
      t.system.now(),
    ], [
      "file",
      3_600_500,
    ]);
  }, { clock: "virtual" }),
);

Deno.test("isolated: a test that takes too long is told so, and cleaned up", async () => {
  const error = await failureOf(isolated(async (t) => {
    await t.start(Counter, { name: "counter" });
    await t.attach().receive();
  }, { clock: "virtual", timeoutMs: 100 }));
  assertEquals([error.name, error instanceof TestTimeoutError && error.timeoutMs], ["TestTimeoutError", 100]);
});
