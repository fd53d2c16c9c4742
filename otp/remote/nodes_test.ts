import { assertEquals } from "@std/assert";
import { listProcesses, processInfo } from "../introspection/process_info.ts";
import { runtimeOf } from "../processes/host.ts";
import type { Pid } from "../processes/pid.ts";
import { eventsOf, fateOf } from "../testdata/world.ts";
import { connect } from "./connection.ts";
import { type Nodes, nodesOf } from "./nodes.ts";
import type { Session } from "./session.ts";
import { Fixture } from "./testdata/fixture.ts";
import { Net } from "./testdata/network.ts";

Deno.test("Nodes stands in for a process from the first word on until it is dead, and is in no list", async () => {
  await using net = new Net();
  const [a, b] = [net.system(), net.system()];
  const [there] = await net.connect([a, "a"], [b, "b"]);
  const nodes: Nodes = nodesOf(runtimeOf(a));
  assertEquals([nodes === nodesOf(runtimeOf(a)), nodes.has("b"), nodes.has("c")], [true, true, false]);
  const pid = await there.start(a, "Fixture");
  assertEquals([nodes.known(pid), a.isAlive(pid), processInfo(a, pid)], [undefined, false, undefined]);
  a.send(pid, "hello");
  assertEquals([nodes.known(pid)?.pid, a.isAlive(pid), nodes.of(there as Session).length], [pid, true, 1]);
  assertEquals([listProcesses(a).length, a.processCount, [...nodes.values()].length, nodes.owned], [0, 0, 0, 0]);
  a.exit(pid, "kill");
  assertEquals([nodes.known(pid), nodes.of(there as Session).length], [undefined, 0]);
});

Deno.test("Nodes reaches nobody on a node that is not connected, and gives no name twice", async () => {
  await using net = new Net();
  const a = net.system();
  const nodes = nodesOf(runtimeOf(a));
  for (const pid of ["<b.1.0>", "<0.5.0>", "<0.0.0>", "nonsense"]) assertEquals(nodes.get(pid as Pid), undefined);
  assertEquals(nodes.through("#Ref<b.1>"), undefined);
  const local = await a.start(Fixture);
  a.send("<b.1.0>", "lost");
  assertEquals(local.pid, "<0.1.0>");
  assertEquals([nodes.nextName("worker"), nodes.nextName("process")], ["worker-1", "process-2"]);
});

Deno.test("Nodes.leave(): a System that stops closes its ways, also one that is still opening", async () => {
  await using net = new Net();
  const [a, b] = [net.system(), net.system()];
  const [here, there] = await net.connect([a, "a"], [b, "b"]);
  const down = eventsOf(b, "node.down");
  const [alone] = net.network.pair("a", "nobody");
  const opening = fateOf(connect(a, { node: "a", transport: alone, timeoutMs: Infinity }));
  await a.stop();
  await net.advance(0);
  assertEquals([here.alive, there.alive, opening.state], [false, false, "rejected"]);
  assertEquals(down.map((event) => event.type === "node.down" && event.reason), ["normal"]);
});
