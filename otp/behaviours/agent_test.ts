import { assert, assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import { processInfo } from "../introspection/process_info.ts";
import { sys } from "../introspection/sys.ts";
import { ArgumentError, CallError, StartError } from "../processes/errors.ts";
import type { ErrorReason } from "../processes/exit_reason.ts";
import { silentLogger } from "../processes/reporter.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { System } from "../system.ts";
import { deathsOf, everyOrder, fairly, fateOf, notebook, reasonIn } from "../testdata/world.ts";
import { Agent, type AgentRef } from "./agent.ts";

Deno.test("case 201: get runs the function in the agent and gives its value; the state is unchanged", async () => {
  await everyOrder(async ({ system }) => {
    const agent = await Agent.start(system, () => ({ count: 1 }));
    const [doubled, pid] = await agent.get(({ count }, self) => [2 * count, self.pid] as const);
    assertType<IsExact<typeof doubled, number>>(true);
    assertEquals([doubled, pid], [2, agent.pid]);
    assertEquals(await agent.get(async (state) => await Promise.resolve(state)), { count: 1 });
    assertEquals(sys.getState(system, agent.pid!), { count: 1 });
  });
});

Deno.test("case 202: update replaces the state, getAndUpdate gives f's reply and keeps f's state", async () => {
  await everyOrder(async ({ system }) => {
    const agent = await Agent.start(system, () => Promise.resolve([1]));
    const updated = await agent.update((list) => [...list, 2]);
    assertType<IsExact<typeof updated, void>>(true);
    assertEquals(updated, undefined);
    const popped = await agent.getAndUpdate(([first, ...rest]) => [`${first}`, rest]);
    assertType<IsExact<typeof popped, string>>(true);
    assertEquals([popped, await agent.get((list) => list)], ["1", [2]]);
    assertEquals(await agent.getAndUpdate(async (list) => [await Promise.resolve("later"), list]), "later");
  });
});

Deno.test("case 202: getAndUpdate by a function that gives no pair crashes the agent", async () => {
  await everyOrder(async ({ system, settle }) => {
    const agent = await Agent.start(system, () => 1);
    const fate = fateOf(agent.getAndUpdate((() => 5) as never));
    await settle();
    assertEquals([reasonIn(fate.error), agent.alive], [{ bad_return_value: 5 }, false]);
  });
});

Deno.test("case 203: cast is done at once, also to a dead agent, and before later calls of the same process", async () => {
  await everyOrder(async ({ system, settle }) => {
    const agent = await Agent.start(system, () => 1, { name: "agent" });
    let seen: number | undefined;
    system.spawn(async (self) => {
      const mine = Agent.define({ init: () => 0 }).at(self, "agent");
      mine.cast((n) => n + 1);
      mine.cast(async (n) => await Promise.resolve(10 * n));
      seen = await mine.get((n) => n);
    });
    await settle();
    assertEquals(seen, 20);
    await agent.stop();
    assertEquals(agent.cast((n) => n + 1), undefined);
    assertEquals([agent.alive, agent.pid, `${agent}`.startsWith("<0.")], [false, undefined, true]);
  });
});

Deno.test("case 204: f throws: the agent dies, and the caller of get and update exits with that reason", async () => {
  await everyOrder(async ({ system, settle }) => {
    for (const how of ["get", "update", "getAndUpdate"] as const) {
      const deaths = deathsOf(system);
      const agent = await Agent.start(system, () => 1);
      const pid = agent.pid!;
      const caller = system.spawn(async (self) => {
        await Agent.define({ init: () => 1 }).at(self, pid)[how](() => {
          throw new RangeError("too far");
        });
      });
      await settle();
      const reason = deaths.get(pid) as ErrorReason;
      assertEquals([reason.error.name, reason.error.message], ["RangeError", "too far"]);
      assertEquals(deaths.get(caller), { reason, call: { server: pid, kind: how, timeoutMs: 5000 } });
    }
  });
});

Deno.test("case 204: a cast that throws kills the agent, and an exit is the reason itself", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    const agent = await Agent.start(system, () => 1);
    const pid = agent.pid!;
    agent.cast((_, self) => self.exit("enough"));
    await settle();
    assertEquals(deaths.get(pid), "enough");
  });
});

Deno.test("case 205: two updates at once never interleave, also when f is asynchronous", async () => {
  await everyOrder(async ({ system, settle }) => {
    const agent = await Agent.start(system, () => 0);
    const log: string[] = [];
    const slowly = (by: number) => async (count: number) => {
      log.push(`+${by} begins at ${count}`);
      for (let turn = 0; turn < 5 * by; turn++) await Promise.resolve();
      log.push(`+${by} ends`);
      return count + by;
    };
    const fates = [3, 1, 2].map((by) => fateOf(agent.update(slowly(by))));
    const sum = fateOf(agent.get((count) => count));
    await settle();
    assertEquals([fates.map(({ state }) => state), sum.value], [["fulfilled", "fulfilled", "fulfilled"], 6]);
    assertEquals(log, ["+3 begins at 0", "+3 ends", "+1 begins at 3", "+1 ends", "+2 begins at 4", "+2 ends"]);
  });
});

Deno.test("Agent: a caller that gives up leaves the agent to finish", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const agent = await Agent.start(system, () => 1);
    const gate = Promise.withResolvers<number>();
    const fate = fateOf(agent.update(() => gate.promise, { timeoutMs: 10 }));
    await advance(10);
    assertEquals(reasonIn(fate.error), "timeout");
    gate.resolve(2);
    await settle();
    assertEquals(await agent.get((n) => n), 2);
  });
});

Deno.test("Agent.define() is a child of a supervisor, restarted with its first state", async () => {
  await everyOrder(async ({ system, settle }) => {
    const Stock = Agent.define({
      name: "Stock",
      init: (from: number, ...others: number[]) => [from, ...others],
    });
    await system.start(Supervisor.define({ children: [Stock.child({ args: [1, 2], name: "stock" })] }));
    const stock = system.whereis(Stock, "stock");
    assertType<IsExact<typeof stock, AgentRef<number[]>>>(true);
    stock.cast((all) => all.slice(1));
    assertEquals(await stock.get((all) => all), [2]);
    const info = processInfo(system, stock.pid!)!;
    assertEquals([info.behaviour, info.module, info.name], ["Agent", "Stock", "stock"]);
    system.exit("stock", "kill");
    await settle();
    assertEquals(await stock.get((all) => all), [1, 2]);
  });
});

Deno.test("Agent.start() by a process links them; by code outside the agent ends with the System", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    const pids: unknown[] = [];
    system.spawn(async (self) => {
      pids.push((await Agent.start(self, () => 1)).pid);
      pids.push((await Agent.start(self, () => 1, { link: false })).pid);
      self.exit("boom");
    });
    await settle();
    assertEquals(pids.map((pid) => deaths.get(pid as never)), ["boom", undefined]);
    const outside = await Agent.start(system, () => 1);
    const { pid } = outside;
    await system.stop();
    assertEquals(deaths.get(pid!), "shutdown");
  });
});

Deno.test("Agent.start() rejects where the first state fails, is late or the name is taken", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const failed = await Agent.start(system, (): number => {
      throw new RangeError("none");
    }).catch((error) => error);
    assert(failed instanceof StartError && (failed.reason as ErrorReason).error.name === "RangeError");
    const late = fateOf(Agent.start(system, () => new Promise(() => {}), { timeoutMs: 5 }));
    await advance(5);
    assertEquals(reasonIn(late.error), "timeout");
    const first = await Agent.start(system, () => 1, { name: "one" });
    const second = fateOf(Agent.start(system, () => 1, { name: "one" }));
    await settle();
    assertEquals(reasonIn(second.error), { already_started: first.pid });
  });
});

Deno.test("Agent drops messages that are for nobody, and keeps as a state whatever a function gives", async () => {
  const logger = notebook();
  await using system = new System({ logger });
  const agent = await Agent.start(system, (): unknown => [1, 2]);
  system.send(agent.pid!, { any: "thing" });
  assertEquals(await agent.get((state) => state), [1, 2]);
  for (const odd of [undefined, null, [undefined, 3], Promise.resolve(4)]) {
    await agent.update(() => odd);
    assertEquals(await agent.get((state) => state), await odd);
    agent.cast(() => odd);
    assertEquals(await agent.get((state) => state), await odd);
  }
  assertEquals([logger.warnings, logger.crashes], [[], []]);
});

Deno.test("Agent in a System that copies: functions pass, replies are copies, and what cannot be copied is an error", async () => {
  await using system = new System({ messages: "copy", logger: silentLogger });
  const state = { list: [1] };
  const agent = await Agent.start(system, () => state);
  const copy = await agent.get((each) => each);
  assert(copy !== state && copy.list !== state.list);
  copy.list.push(2);
  assertEquals(await agent.get(({ list }) => list), [1]);
  const error = await assertRejects(() => agent.get(() => () => 1), CallError);
  assertMatch(error.message, /structuredClone/);
});

Deno.test("Agent: sys replaces the state, and a function that asks its own agent is told so", async () => {
  await fairly(async ({ system, settle }) => {
    const agent = await Agent.start(system, () => 1);
    assertEquals(await sys.replaceState<number>(system, agent.pid!, (n) => n + 1), 2);
    assertEquals(await agent.get((n) => n), 2);
    const fate = fateOf(agent.update(async (n) => n + await agent.get((m) => m)));
    await settle();
    assertEquals((reasonIn(fate.error) as { reason: unknown }).reason, "calling_self");
  });
});

Deno.test("Agent refuses what it cannot work with", async () => {
  await fairly(async ({ system }) => {
    assertThrows(() => Agent.define({} as never), ArgumentError, "init is a function");
    assertThrows(() => Agent.define({ name: "", init: () => 1 }), ArgumentError, 'name is a text, got ""');
    assertThrows(() => Agent.define(undefined as never), ArgumentError, "init is a function");
    assertThrows(() => Agent.start(system, 5 as never), ArgumentError, "init is a function, got 5");
    const agent = await Agent.start(system, () => 1);
    for (const how of ["get", "update", "getAndUpdate", "cast"] as const) {
      assertThrows(() => agent[how](1 as never), ArgumentError, "what is to run is a function, got 1");
    }
    assertThrows(() => agent.get((n) => n, { timeoutMs: -1 }), ArgumentError, "timeoutMs is a number");
    // @ts-expect-error: the state is a number
    await agent.update(() => "text");
    // @ts-expect-error: a number has no length
    assertEquals(await agent.get((n) => n.length), 4);
  });
});
