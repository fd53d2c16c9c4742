import { assert, assertEquals, assertLess } from "@std/assert";
import { CallEnvelope } from "../processes/envelope.ts";
import { findProcess } from "../introspection/process_info.ts";
import type { Process } from "../processes/process.ts";
import { Simulation } from "../simulation/simulation.ts";
import { fateOf, reasonIn } from "../testdata/world.ts";
import { DeferredCalls } from "./_deferred_calls.ts";
import { GenServer } from "./gen_server.ts";
import type { From } from "./server_self.ts";

function call(caller: Process | null = null): CallEnvelope {
  return new CallEnvelope("ask", undefined, { caller, server: "s", timeoutMs: Infinity });
}

Deno.test("DeferredCalls keeps every call that somebody waits for, and drops the others now and then", async () => {
  await using simulation = new Simulation();
  const { pid } = simulation.system.attach();
  const dead = findProcess(simulation.system, pid)!;
  simulation.system.exit(pid, "kill");
  const deferred = new DeferredCalls();
  const waiting = Array.from({ length: 100 }, call);
  for (const each of waiting) deferred.add(each);
  for (let i = 0; i < 10_000; i++) {
    const forsaken = i % 2 === 0 ? call() : call(dead);
    if (i % 2 === 0) forsaken.settled = true;
    deferred.add(forsaken);
    assertLess(deferred.size, 300);
  }
  for (const each of waiting) deferred.delete(each);
  const rest = deferred.size;
  for (const each of waiting) deferred.delete(each);
  assertEquals(deferred.size, rest);
  assertLess(rest, 200);
});

Deno.test("DeferredCalls of a server that dies all fail with its reason", async () => {
  await using simulation = new Simulation();
  const froms: From[] = [];
  const Keeper = GenServer.define({
    name: "Keeper",
    init: () => 0,
    calls: { ask: (state, _: undefined, self) => (froms.push(self.from), GenServer.noreply(state)) },
  });
  const keeper = await simulation.system.start(Keeper);
  const asked = Array.from({ length: 200 }, () => fateOf(keeper.call("ask", undefined, { timeoutMs: Infinity })));
  const timed = Array.from({ length: 200 }, () => fateOf(keeper.call("ask", undefined, { timeoutMs: 1 })));
  await simulation.advance(1);
  froms[0]!.reply("one");
  simulation.system.exit(keeper.pid!, "boom");
  await simulation.settle();
  assertEquals(asked[0]!.value, "one");
  assert(asked.slice(1).every(({ error }) => reasonIn(error) === "boom"));
  assert(timed.every(({ error }) => reasonIn(error) === "timeout"));
});
