import { assertEquals, AssertionError, assertRejects, assertStringIncludes } from "@std/assert";
import { GenServer } from "@superlearner/otp";
import type { HistoryEntry, Model } from "../linearizability/linearizability.ts";
import { explore } from "./explore.ts";
import { simulated } from "./simulated.ts";

type Operation = "add" | "value";

/** Keeps a sum; one that reads before it writes loses what came in between. */
const Counter = GenServer.define({
  name: "Counter",
  init: () => 0,
  calls: { value: (sum) => [sum, sum], add: (sum) => [sum + 1, sum + 1] },
  casts: { set: (_, sum: number) => sum },
});

const model: Model<number, Operation, number> = {
  init: () => 0,
  apply: (sum, operation) => operation === "add" ? [sum + 1, sum + 1] : [sum, sum],
};

const test = (atomic: boolean) =>
  simulated(async (sim) => {
    const counter = await sim.start(Counter, { name: "counter" });
    const history: HistoryEntry<Operation, number>[] = [];
    let moment = 0;
    for (const client of ["a", "b"]) {
      sim.spawn(async (self) => {
        const mine = Counter.at(self, "counter");
        const invokedAt = moment++;
        let reply: number;
        if (atomic) reply = await mine.call("add");
        else {
          reply = await mine.call("value") + 1;
          mine.cast("set", reply);
        }
        history.push({ client, operation: "add", invokedAt, returnedAt: moment++, reply });
      });
    }
    await sim.settle();
    const invokedAt = moment++;
    const reply = await counter.call("value");
    history.push({ client: "test", operation: "value", invokedAt, returnedAt: moment++, reply });
    sim.linearizable(history, model);
  }, { runs: 100 });

Deno.test("sim.linearizable: a counter that adds by itself is explained in every order", () => test(true)());

Deno.test("sim.linearizable: one that reads, then writes is not, and the history says why", async () => {
  const error = await assertRejects(() => test(false)({ name: "adds" }));
  assertStringIncludes((error as Error).message, "No order of one operation after the other gives these answers");
  assertStringIncludes((error as Error).message, 'a: "add" at 0 -> 1 at');
});

Deno.test("sim.linearizable: what it throws is an AssertionError", async () => {
  const { found } = await explore((sim) =>
    sim.linearizable([{ client: 1, operation: "value" as Operation, invokedAt: 0, returnedAt: 1, reply: 7 }], model)
  );
  assertEquals([found?.failure.kind, found?.failure.error instanceof AssertionError], ["thrown", true]);
});
