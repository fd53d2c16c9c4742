// A user's test, in a folder of its own: `publish_consume_test.ts` runs it against what was published.
import { assertEquals } from "jsr:@std/assert@^1";
import { GenServer, Supervisor } from "jsr:@superlearner/otp@^0.1";
import { castAndSync, isolated, restarted } from "jsr:@superlearner/supertester@^0.1";

const Counter = GenServer.define({
  name: "Counter",
  init: (start: number = 0) => start,
  calls: { value: (count) => [count, count] },
  casts: {
    add: (count, n: number) => count + n,
    crash: () => {
      throw new Error("on purpose");
    },
  },
});

Deno.test(
  "a server counts",
  isolated(async (t) => {
    const counter = await t.start(Counter, { args: [40] });
    await castAndSync(counter, "add", { payload: 2 });
    assertEquals(await counter.call("value"), 42);
    // @ts-expect-error the types have come along: there is no such call
    void (() => counter.call("nothing"));
  }),
);

Deno.test(
  "an hour passes at once",
  isolated(async (t) => {
    const me = t.attach();
    t.system.sendAfter(me.pid, "tea", { delayMs: 3_600_000 });
    assertEquals(await me.receive(), "tea");
  }, { clock: "virtual" }),
);

Deno.test(
  "a server that crashes is started again",
  isolated(async (t) => {
    await t.start(Supervisor.define({ children: [Counter.child({ args: [7], name: "counter" })] }));
    const counter = t.system.whereis(Counter, "counter");
    await castAndSync(counter, "add", { payload: 1 });
    const from = counter.pid!;
    counter.cast("crash");
    await restarted(counter, { from });
    assertEquals(await counter.call("value"), 7);
  }),
);
