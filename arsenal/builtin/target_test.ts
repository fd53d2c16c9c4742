import { assertEquals, assertThrows } from "@std/assert";
import { fixture } from "../fixture_suite.ts";
import { OperationError } from "../operations/operation_error.ts";
import { livingProcess, readPid } from "./target.ts";
import { makeServices } from "./services.ts";

Deno.test("case 1: readPid() takes a pid as people write it, and nothing else", () => {
  assertEquals([readPid("<0.12.0>"), readPid("0.12.0"), readPid("node@host.7.0")], [
    "<0.12.0>",
    "<0.12.0>",
    "<node@host.7.0>",
  ]);
  for (
    const text of [
      "",
      "12",
      "0.12",
      "0.12.1",
      "<0.12.0",
      "0.12.0>",
      "<<0.12.0>>",
      " 0.12.0",
      "0.12.0 ",
      "#PID<0.12.0>",
      "..",
      "9".repeat(300),
      "0.-1.0",
      "0.1e3.0",
    ]
  ) {
    assertThrows(() => readPid(text), OperationError, "path pid is no pid: one is written <0.12.0>", text);
  }
});

Deno.test("case 3: livingProcess() tells a dead pid from one that never existed, and from one elsewhere", async () => {
  await using all = await fixture();
  const { system, simulation } = all;
  const services = makeServices({ system, clock: simulation.clock, basePath: "" });
  const reason = (pid: string) => {
    const error = assertThrows(() => livingProcess(services, pid), OperationError);
    assertEquals(error.status, 404);
    return [error.code, error.facts["reason"]];
  };
  const killed = all.pid("counter");
  system.exit(killed as `<0.1.0>`, "kill");
  const ended = system.spawn(() => {});
  system.attach();
  await simulation.settle();
  assertEquals(reason(killed), ["process_dead", "dead"]);
  assertEquals(reason(ended), ["process_dead", "dead"]);
  assertEquals(reason("<0.4000.0>"), ["process_not_found", "never_existed"]);
  assertEquals(reason("<0.0.0>"), ["process_not_found", "never_existed"]);
  assertEquals(reason("<far.1.0>"), ["node_not_found", "other_node"]);
});
