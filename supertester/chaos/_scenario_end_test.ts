import { assertEquals, assertRejects } from "@std/assert";
import { GenServer, Supervisor } from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import { beginScenario, endingWithScenario } from "./_scenario_end.ts";
import { crash } from "./crash.ts";
import { killChildren } from "./kill_children.ts";
import { chaosSuite } from "./suite_run.ts";

const Till = GenServer.define({ name: "Till", init: () => 0, casts: { sell: (sum, price: number) => sum + price } });
const Shop = Supervisor.define({ maxRestarts: 1_000_000, children: [Till.child({ name: "till" })] });

Deno.test("a scenario that takes too long kills and crashes nobody any more", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const shop = await system.start(Shop, { name: "shop" });
  const begun: Promise<unknown>[] = [];
  const chaos = () => {
    begun.push(crash(system.whereis(Till, "till"), { from: "handler", when: { onMessage: 2 }, timeoutMs: 60_000 }));
    begun.push(crash(system.whereis(Till, "till"), { when: { afterMs: 2000 } }));
    begun.push(killChildren(shop, { rate: 0, durationMs: 60_000 })); // spares all, and would go on for a minute
    return Promise.all(begun);
  };
  const report = await simulation.until(chaosSuite(shop, [{ name: "long", chaos, timeoutMs: 1000 }]));
  const reason = "time-out: the chaos was not over within 1000 ms";
  assertEquals(report.scenarios[0]!.reason, reason);
  for (const each of begun) await assertRejects(() => each, Error, reason);
  const pid = system.whereis(Till, "till").pid;
  for (let n = 0; n < 3; n++) system.whereis(Till, "till").cast("sell", 1);
  await simulation.advance(60_000);
  assertEquals(system.whereis(Till, "till").pid, pid);
});

Deno.test("endingWithScenario: what nobody waits for is no error; one outside ends with none", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const made: (AbortSignal | undefined)[] = [];
  const chaos = (over: AbortSignal | undefined) => {
    made.push(over);
    return new Promise<never>((_, reject) => over?.addEventListener("abort", () => reject(over.reason)));
  };
  {
    using outer = beginScenario(system);
    {
      using inner = beginScenario(system);
      void endingWithScenario(system, chaos);
      inner.over("too long");
    }
    void endingWithScenario(system, chaos);
    assertEquals(made.map((over) => over?.aborted), [true, false]);
    outer.over("too long as well");
  }
  await Promise.resolve();
  void endingWithScenario(system, chaos);
  void endingWithScenario(undefined, chaos);
  assertEquals(made.map((over) => over?.aborted), [true, true, undefined, undefined]);
});
