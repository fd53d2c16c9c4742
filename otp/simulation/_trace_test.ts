import { assertEquals } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { Simulation } from "./simulation.ts";
import { Trace } from "./_trace.ts";

const Counter = GenServer.define({ name: "Counter", init: () => 1, casts: { add: (count, by: number) => count + by } });

Deno.test("Trace writes down events, messages, the states at the end, and what came out", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const before = await system.start(Counter, { name: "before" });
  const trace = new Trace();
  trace.follow(system, "a");
  const after = await system.start(Supervisor.define({ children: [Counter.child({ id: "after", name: "after" })] }));
  before.cast("add", 2);
  Counter.at(system, "after").cast("add", 3);
  await simulation.settle();
  trace.close("gave 1", "the line");
  assertEquals(trace.entries.filter((each) => /received|state of|gave|line/.test(each)), [
    'a0 message.received {"pid":"<0.1.0>","form":"cast","kind":"add","message":2,"mailbox":1,}',
    'a0 message.received {"pid":"<0.3.0>","form":"cast","kind":"add","message":3,"mailbox":1,}',
    "astate of <0.1.0> 3",
    "astate of <0.3.0> 4",
    "gave 1",
    "the line",
  ]);
  assertEquals([after.alive, trace.current], [true, undefined]);
});

Deno.test("Trace.current is whose turn it is", async () => {
  await using simulation = new Simulation({ name: "b" });
  const trace = new Trace();
  trace.follow(simulation.system, "b");
  const seen: unknown[] = [];
  simulation.system.spawn(() => void seen.push(trace.current), { name: "me" });
  await simulation.settle();
  assertEquals(seen, ["b<0.1.0> (me)"]);
});
