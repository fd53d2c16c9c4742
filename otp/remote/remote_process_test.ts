import { assertEquals } from "@std/assert";
import { sys } from "../introspection/sys.ts";
import { runtimeOf } from "../processes/host.ts";
import { eventsOf, fateOf } from "../testdata/world.ts";
import { nodesOf } from "./nodes.ts";
import { Process } from "../processes/process.ts";
import { Fixture } from "./testdata/fixture.ts";
import { Net } from "./testdata/network.ts";

Deno.test("RemoteProcess takes no number of its System, and tells nothing of a life that is told elsewhere", async () => {
  await using net = new Net();
  const [a, b] = [net.system(), net.system()];
  const [there] = await net.connect([a, "a"], [b, "b"]);
  const events = eventsOf(a, "process.started", "process.exited");
  const pid = await there.start(a, "Fixture");
  const ref = Fixture.at(a, pid);
  await ref.call("echo", 1);
  const standIn = nodesOf(runtimeOf(a)).known(pid)!;
  assertEquals([Object.getPrototypeOf(standIn), standIn.handled, standIn.length], [Process.prototype, 1, 0]);
  await ref.stop();
  assertEquals(events.length, 0);
  assertEquals((await a.start(Fixture)).pid, "<0.1.0>");
});

Deno.test("RemoteProcess that is suspended holds everything back, in order, until it is resumed", async () => {
  await using net = new Net();
  const [a, b] = [net.system(), net.system()];
  const [there] = await net.connect([a, "a"], [b, "b"]);
  const pid = await there.start(a, "Fixture");
  const ref = Fixture.at(a, pid);
  await ref.call("echo", 1);
  sys.suspend(a, pid);
  ref.cast("note", 1);
  const call = fateOf(ref.call("log"));
  await net.advance(10);
  assertEquals([call.state, nodesOf(runtimeOf(a)).known(pid)?.length], ["pending", 2]);
  sys.resume(a, pid);
  ref.cast("note", 2); // behind what has waited
  await net.advance(1);
  assertEquals([call.value, await ref.call("log")], [[1], [1, 2]]);
});

Deno.test("RemoteProcess: a call gives up at its time-out, and the late answer is dropped", async () => {
  await using net = new Net({ faults: { delay: { meanMs: 20, spread: "fixed" } } });
  const [a, b] = [net.system(), net.system()];
  const [there] = await net.connect([a, "a"], [b, "b"]);
  const starting = there.start(a, "Fixture");
  await net.advance(100);
  const ref = Fixture.at(a, await starting);
  const call = fateOf(ref.call("echo", 1, { timeoutMs: 30 }));
  await net.advance(30);
  assertEquals((call.error as { reason: unknown }).reason, "timeout");
  await net.advance(100);
  const next = fateOf(ref.call("echo", 2));
  await net.advance(40);
  assertEquals(next.value, 2);
});
