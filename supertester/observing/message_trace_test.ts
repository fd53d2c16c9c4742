import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { ArgumentError, GenServer } from "@superlearner/otp";
import { isolated } from "../isolation/isolated.ts";
import type { Target } from "../waiting/target.ts";
import { traceMessages } from "./message_trace.ts";

const Relay = GenServer.define({
  name: "Relay",
  init: (next?: string) => ({ next, seen: 0 }),
  calls: { seen: ({ seen }) => GenServer.reply(seen, { next: undefined, seen }) },
  casts: {
    pass: (state, n: number, self) => {
      if (state.next !== undefined) Relay.at(self, state.next).cast("pass", n + 1);
      return { ...state, seen: state.seen + 1 };
    },
    slow: (state, job: () => Promise<void>) => job().then(() => state),
    crash: () => {
      throw new RangeError("on purpose");
    },
  },
});

Deno.test(
  "D32: what a process gets, handles and sends, all of it, beside any other observer",
  isolated(async (t) => {
    const a = await t.start(Relay, { name: "a", args: ["b"] });
    const b = await t.start(Relay, { name: "b" });
    const inner = await traceMessages(b, () => traceMessages(a, () => a.cast("pass", 1)));
    const { result: trace } = inner;
    assertEquals(trace.received.map(({ form, kind, message }) => [form, kind, message]), [["cast", "pass", 1]]);
    assertEquals(trace.sent.map(({ to, message }) => [to, message]), [[b.pid!, 2]]);
    assertEquals(trace.handled.map(({ state }) => (state as { seen: number }).seen), [1]);
    assertEquals(inner.received.map(({ from, message }) => [from, message]), [[a.pid, 2]]);
    assertEquals(
      trace.toMermaid(),
      "sequenceDiagram\n  participant p0 as outside\n  participant p1 as a\n  participant p2 as b\n" +
        "  p0-)p1: cast pass 1\n  p1-)p2: cast pass 2",
    );
  }),
);

Deno.test(
  "traceMessages: how long each has waited, in the mailbox and before",
  isolated(async (t) => {
    const a = await t.start(Relay);
    const [begun, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    a.cast("slow", () => (begun.resolve(), end.promise));
    await begun.promise;
    a.cast("pass", 1);
    const trace = await traceMessages(a, () => {
      a.cast("pass", 2);
      end.resolve();
    });
    assertEquals(trace.before.map(({ kind, message }) => [kind, message]), [["pass", 1]]);
    assertEquals([trace.after, trace.alive], [[], true]);
    assertEquals(trace.handled.map(({ kind, waitedMs }) => [kind, (waitedMs ?? 0) >= 0]), [
      ["pass", true],
      ["pass", true],
    ]);
  }, { trace: false }),
);

Deno.test(
  "traceMessages: of one that dies, and of one that is dead",
  isolated(async (t) => {
    const a = await t.start(Relay);
    const trace = await traceMessages(a, () => a.cast("crash"));
    assertStringIncludes(JSON.stringify(trace.handled[0]?.failed), "on purpose");
    assertEquals(trace.alive, false);
    const dead = await traceMessages(a, () => 7);
    assertEquals([dead.result, dead.alive, dead.received], [7, false, []]);
    await assertRejects(() => traceMessages("a" as unknown as Target, () => {}), ArgumentError, "it is a ref");
  }),
);
