import { assertEquals } from "@std/assert";
import { runtimeOf } from "../processes/host.ts";
import { Simulation } from "../simulation/simulation.ts";
import { describeEvent } from "./_describe_event.ts";

Deno.test("describeEvent() is one line, bounded and without secrets", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const process = runtimeOf(system).find(system.spawn(() => new Promise(() => {})))!;
  const say = (event: Parameters<typeof describeEvent>[1]["event"]) => describeEvent(process, { time: 5, event });
  assertEquals(
    [
      say({ type: "in", form: "cast", kind: "login", message: { password: "p", name: "ada" }, from: "<0.9.0>" }),
      say({ type: "reply", kind: "get", reply: 1n, to: "<0.9.0>" }),
    ],
    [
      '<0.1.0> at 5 ms: got cast "login" {"password":"[redacted]","name":"ada"} from <0.9.0>',
      '<0.1.0> at 5 ms: replied {"$bigint":"1"} to "get" of <0.9.0>',
    ],
  );
  assertEquals(say({ type: "state", state: "x".repeat(100_000) }).length < 1000, true);
});
