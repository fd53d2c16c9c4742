import { assertEquals, assertRejects } from "@std/assert";
import { GenServer, Supervisor } from "@superlearner/otp";
import { isolated } from "./isolated.ts";

Deno.test("case 11: who waits at its end for another that is being stopped hinders nobody; last first", async () => {
  const log: string[] = [];
  await isolated(async (t) => {
    const Asked = GenServer.define({ name: "Asked", init: () => 0, calls: { ask: (count) => [count, count] } });
    const partner = (name: string, other: string) =>
      GenServer.define({
        name,
        trapExit: true,
        init: () => 0,
        calls: { ask: (count) => [count, count] },
        async terminate() {
          log.push(`${name} ends`);
          await Asked.at(t.system, other).call("ask").catch(() => log.push(`${name} was not answered`));
        },
      });
    await t.start(partner("first", "second"), { name: "first" });
    await t.start(partner("second", "first"), { name: "second" });
  }, { clock: "virtual" })();
  assertEquals(log, ["second ends", "first ends", "first was not answered"]);
});

Deno.test("case 11: a process that tells itself something for ever is stopped", async () => {
  let turns = 0;
  const Spinner = GenServer.define({
    name: "Spinner",
    init: () => 0,
    casts: {
      spin: (count, _: undefined, self) => {
        turns++;
        Spinner.at(self, self.pid).cast("spin");
        return count + 1;
      },
    },
  });
  await isolated(async (t) => {
    (await t.start(Spinner)).cast("spin");
    await t.start(Supervisor.define({ children: [Spinner.child({ name: "below" })] }));
    t.system.whereis(Spinner, "below").cast("spin");
  })();
  const before = turns;
  await Promise.resolve();
  assertEquals([turns > 0, turns - before], [true, 0]);
});

Deno.test("case 11: every error of a clean-up is told, and none keeps the next from being made", async () => {
  const log: string[] = [];
  const error = await assertRejects(() =>
    isolated(async (t) => {
      t.defer(() => log.push("deferred first, undone last"));
      const Bad = GenServer.define({
        name: "Bad",
        trapExit: true,
        init: () => 0,
        terminate: () => {
          throw new RangeError("in terminate");
        },
      });
      await t.start(Bad);
      t.defer(() => Promise.reject(new SyntaxError("one")));
      t.defer(() => Promise.reject(new EvalError("two")));
    })(), AggregateError);
  assertEquals(error.errors.map(String), ["EvalError: two", "SyntaxError: one"]);
  assertEquals(log, ["deferred first, undone last"]);
});
