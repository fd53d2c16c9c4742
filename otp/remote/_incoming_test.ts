import { assert, assertEquals } from "@std/assert";
import type { Pid } from "../processes/pid.ts";
import { eventsOf } from "../testdata/world.ts";
import { Fixture } from "./testdata/fixture.ts";
import { Net } from "./testdata/network.ts";

Deno.test("Incoming starts what is offered as a child of who asks, linked or not", async () => {
  await using net = new Net();
  const [a, b] = [net.system(), net.system()];
  const [there] = await net.connect([a, "a"], [b, "b"]);
  const me = a.attach();
  me.trapExit = true;
  const linked = await there.start(me, "Fixture", { args: ["trap"] });
  assertEquals(me.links, [linked]);
  assertEquals((await Fixture.at(me, linked).call("who")).parent, me.pid);
  const free = await there.start(me, "Fixture", { link: false });
  assertEquals(me.links, [linked]);
  me.sendExit(linked, "shutdown"); // of its parent: it ends in order, though it traps
  await net.advance(1);
  assertEquals(await me.receive(), { type: "EXIT", pid: linked, reason: "shutdown" });
  assert((await there.inspect(free)) !== undefined);
});

Deno.test("Incoming shows a process whose state and message cannot be sent, without them", async () => {
  await using net = new Net();
  const [a, b] = [net.system(), net.system()];
  const [there] = await net.connect([a, "a"], [b, "b"]);
  const local = await b.start(Fixture);
  local.cast("note", () => {});
  await local.call("echo", 1);
  const inspected = await there.inspect("<b.1.0>" as Pid);
  assertEquals([inspected?.info.module, inspected?.state], ["Fixture", undefined]);
  assertEquals((await there.list()).map(({ pid }) => pid), ["<b.1.0>"]);
  assertEquals(await there.inspect("<b.99.0>" as Pid), undefined);
});

Deno.test("Incoming: a call fails when its server is dead for all others, and not before", async () => {
  await using net = new Net();
  const [a, b] = [net.system(), net.system()];
  const [there] = await net.connect([a, "a"], [b, "b"]);
  const pid = await there.start(a, "Fixture");
  const failing = Fixture.at(a, pid).call("end", "enough").catch(() => a.isAlive(pid));
  await net.advance(1);
  assertEquals(await failing, false);
});

Deno.test("Incoming: a System that stops ends in order what code outside any process has started from elsewhere", async () => {
  await using net = new Net();
  const [a, b] = [net.system(), net.system()];
  const [there] = await net.connect([a, "a"], [b, "b"]);
  const pid = await there.start(a, "Fixture", { args: ["trap"] });
  const waiting = Fixture.at(a, pid).call("never").catch(({ reason }) => reason);
  const deaths = eventsOf(b, "process.exited");
  await b.stop();
  assertEquals(deaths.map((event) => event.type === "process.exited" && event.reason), ["shutdown"]);
  assertEquals([await waiting, a.isAlive(pid)], ["shutdown", false]);
});
