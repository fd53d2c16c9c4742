import { assertEquals, assertRejects } from "@std/assert";
import { ArgumentError, GenServer, Supervisor } from "@superlearner/otp";
import { restarted } from "../waiting/restarted.ts";
import { createContext, isolated } from "./isolated.ts";

const Counter = GenServer.define({
  name: "Counter",
  init: (start: number = 0) => start,
  calls: { value: (count) => [count, count] },
});

Deno.test("D4, D28: the clean-up sees what the test has made, and undoes it last first, supervisors before children", async () => {
  const log: string[] = [];
  const Noted = GenServer.define({
    name: "Noted",
    trapExit: true,
    init: (id: string) => id,
    terminate: (id) => void log.push(id),
  });
  await isolated(async (t) => {
    t.defer(() => log.push("first"));
    await t.start(Noted, { args: ["early"] });
    await t.start(Supervisor.define({ children: ["a", "b"].map((id) => Noted.child({ id, args: [id] })) }));
    t.use({ [Symbol.dispose]: () => log.push("resource") });
    await t.system.start(Noted, { args: ["past the context"] });
  })();
  assertEquals(log, ["resource", "b", "a", "early", "first", "past the context"]);
});

Deno.test("t.step: parts of a test, also in virtual time", async (deno) => {
  await isolated(async (t) => {
    assertEquals(
      await t.step("waits an hour", async () => {
        const me = t.attach();
        t.system.sendAfter(me.pid, 1, { delayMs: 3_600_000 });
        await me.receive();
      }),
      true,
    );
    assertEquals(t.system.now(), 3_600_000);
  }, { clock: "virtual" })(deno);
  await assertRejects(() => createContext().step("none", () => {}), ArgumentError, "Cannot run a step");
});

Deno.test("createContext: for any runner; the same chance from the same seed", async () => {
  const chance = async (seed: number) => {
    await using t = createContext({ seed });
    const { promise, resolve } = Promise.withResolvers<number>();
    t.system.spawn((self) => resolve(self.random()));
    return await promise;
  };
  assertEquals(await chance(1), await chance(1));
  assertEquals(await chance(1) === await chance(2), false);
  await assertRejects(() => createContext().advance(5), ArgumentError, 'the clock of the test is "virtual"');
});

Deno.test(
  "t.start: with `restart` it is brought back, by name and by pid",
  isolated(async (t) => {
    const named = await t.start(Counter, { name: "counter", restart: "permanent", args: [7] });
    const from = named.pid!;
    for (let kills = 0; kills < 20; kills++) {
      const before = named.pid!;
      t.system.exit(before, "kill");
      await restarted(named, { from: before });
    }
    assertEquals([named.pid === from, await named.call("value")], [false, 7]);
    const unnamed = await t.start(Counter, { restart: "temporary" });
    assertEquals(await unnamed.call("value"), 0);
  }),
);

Deno.test(
  "D2: what is started begins with its own init and that one's defaults",
  isolated(async (t) => {
    const Counter = GenServer.define({
      name: "Counter",
      init: (start: number = 7) => ({ count: start }),
      calls: { value: (state) => [state.count, state] },
    });
    const counters = [await t.start(Counter), await t.start(Counter, { restart: "permanent" })];
    assertEquals(await Promise.all(counters.map((counter) => counter.call("value"))), [7, 7]);
    assertEquals(await (await t.start(Counter, { args: [1] })).call("value"), 1);
  }),
);

Deno.test(
  "D31: the context shows what is so now, not what was so when it was made",
  isolated(async (t) => {
    const { chronicle, log } = t;
    const events = t.events("process.started");
    const tea = await t.start(GenServer.define({ name: "Tea", init: () => 0 }), { name: "tea" });
    tea.cast("unknown" as never, undefined as never);
    await t.settle();
    assertEquals(chronicle.startOf("<0.1.0>")?.name, "tea");
    assertEquals([events.seen.length, chronicle.exits.length, log.records.length > 0], [1, 1, true]);
  }),
);
