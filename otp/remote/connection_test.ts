import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ArgumentError, CallError } from "../processes/errors.ts";
import type { Pid } from "../processes/pid.ts";
import { eventsOf, fateOf, nextTask, reasonIn } from "../testdata/world.ts";
import { connect } from "./connection.ts";
import { Fixture } from "./testdata/fixture.ts";
import { Net } from "./testdata/network.ts";
import type { Frame } from "./wire.ts";

Deno.test("case 59: Send to a name on another node that nobody has: no error, dropped", async () => {
  await using net = new Net();
  const [a, b] = [net.system(), net.system()];
  const [there] = await net.connect([a, "a"], [b, "b"]);
  const warnings = eventsOf(b, "message.unhandled", "frame.refused");
  there.send("nobody", "hello");
  there.send("<b.77.0>", "hello");
  await net.advance(1);
  assertEquals([warnings.length, there.alive], [0, true]);
});

Deno.test("connect() by name: whereis() finds it, and a message to the name reaches it", async () => {
  await using net = new Net();
  const [a, b] = [net.system(), net.system()];
  const [there] = await net.connect([a, "a"], [b, "b"]);
  const ref = await b.start(Fixture, { name: "log" });
  there.send("log", "by name");
  assertEquals(await there.whereis("log"), "<b.1.0>");
  await net.advance(1);
  assertEquals(await ref.call("log"), ["by name"]);
});

Deno.test("connect() tells of the node's coming and going", async () => {
  await using net = new Net();
  const [a, b] = [net.system(), net.system()];
  const events = eventsOf(a, "node.up", "node.down");
  const [there, back] = await net.connect([a, "a"], [b, "b"]);
  assertEquals([there.peer, back.peer, there.kind, there.alive], ["b", "a", "memory", true]);
  await back.close();
  await back.close();
  await net.advance(1);
  assertEquals(events.map(({ type, ...rest }) => [type, (rest as { node: string }).node]), [
    ["node.up", "b"],
    ["node.down", "b"],
  ]);
  assertEquals(there.alive, false);
});

Deno.test("connect() refuses a node that has its own name, or one that is connected already, and options that are none", async () => {
  await using net = new Net();
  const [a, b, c] = [net.system(), net.system(), net.system()];
  await assertRejects(() => net.connect([a, "same"], [b, "same"]), CallError);
  await net.connect([a, "a"], [b, "b"]);
  await assertRejects(() => net.connect([a, "a"], [c, "b"]), CallError);
  const [transport] = net.network.pair("x", "y");
  assertThrows(() => connect(a, { node: "0", transport }), ArgumentError, "a node is named by");
  assertThrows(() => connect(a, { node: "a", transport, heartbeatMs: -1 }), ArgumentError);
});

Deno.test("connect() gives up when the other side never says who it is", async () => {
  await using net = new Net();
  const a = net.system();
  const [transport] = net.network.pair("a", "b");
  const waiting = fateOf(connect(a, { node: "a", transport, timeoutMs: 1000 }));
  await net.advance(999);
  assertEquals(waiting.state, "pending");
  await net.advance(1);
  assertEquals(reasonIn(waiting.error), "timeout");
});

Deno.test("Connection that is parted is noticed by silence, on both sides, and everything tied to it fails", async () => {
  await using net = new Net();
  const [a, b] = [net.system(), net.system()];
  const [there, back] = await net.connect([a, "a"], [b, "b"], { one: { silenceMs: 9000 }, other: { silenceMs: 9000 } });
  const pid = await there.start(a, "Fixture");
  const here = await a.start(Fixture);
  const log = Fixture.at(a, pid);
  const call = fateOf(log.call("never", undefined, { timeoutMs: Infinity }));
  const linked = fateOf(log.call("link", here.pid!));
  await net.advance(1);
  assertEquals(linked.value, [here.pid]);
  const downs = eventsOf(a, "node.down");
  net.network.part("a", "b");
  await net.advance(9000);
  assertEquals([call.state, there.alive], ["pending", true]);
  await net.advance(10_000);
  assertEquals([there.alive, back.alive], [false, false]);
  assertEquals(reasonIn(call.error), "noconnection");
  assertEquals([here.alive, b.isAlive("<0.1.0>" as Pid)], [false, false]);
  assertEquals(downs.map((event) => (event as { reason: unknown }).reason), ["silence"]);
});

Deno.test("Connection that is cut is lost at once", async () => {
  await using net = new Net();
  const [a, b] = [net.system(), net.system()];
  const [there] = await net.connect([a, "a"], [b, "b"]);
  const ref = Fixture.at(a, await there.start(a, "Fixture"));
  const call = fateOf(ref.call("never"));
  net.network.cut("b");
  await nextTask();
  assertEquals(reasonIn(call.error), "noconnection");
  assertEquals(reasonIn(await assertRejects(() => there.start(a, "Fixture"))), "noconnection");
});

Deno.test("Connection: pids of a third node go by way of the one in between", async () => {
  await using net = new Net();
  const [hub, a, b] = [net.system(), net.system(), net.system()];
  const [toA] = await net.connect([hub, "hub"], [a, "a"], { other: { gateway: true } });
  const [toB] = await net.connect([hub, "hub"], [b, "b"], { other: { gateway: true } });
  const [first, second] = [await toA.start(hub, "Fixture", { args: ["trap"] }), await toB.start(hub, "Fixture")];
  assertEquals(await Fixture.at(hub, first).call("ask", second), "asked");
  assertEquals(await Fixture.at(hub, first).call("link", second), [second]);
  await net.advance(1);
  assertEquals(await Fixture.at(hub, second).call("link", undefined), [first]);
  hub.exit(second, "kill");
  await net.advance(1);
  assertEquals(await Fixture.at(hub, first).call("log"), [{ type: "EXIT", pid: second, reason: "killed" }]);
});

Deno.test("Connection with a side that breaks the rules is ended with an event; nothing else happens", async () => {
  const hostile: [name: string, data: unknown][] = [
    ["no packet", "garbage"],
    ["undefined", undefined],
    ["another version", { otp: 9, n: 2, frame: { type: "ping", id: 1 } }],
    ["an unknown frame", { otp: 1, n: 2, frame: { type: "__proto__" } }],
    ...([
      { type: "exit", to: "<a.1.0>", from: "<a.5.0>", reason: "kill" },
      { type: "call", id: 1, to: "<a.1.0>", kind: "log", from: "<a.2.0>" },
      { type: "link", from: "<a.2.0>", to: "<a.1.0>" },
      { type: "start", id: 1, what: "Fixture", args: [], link: true, from: "<a.2.0>" },
      { type: "hello", node: "again" },
    ] satisfies Frame[]).map((frame): [string, unknown] => [frame.type, { otp: 1, n: 2, frame }]),
  ];
  for (const [name, data] of hostile) {
    await using net = new Net();
    const a = net.system();
    const local = await a.start(Fixture);
    const refused = eventsOf(a, "frame.refused");
    const [mine, theirs] = net.network.pair("a", "b");
    theirs.open({ received() {}, closed() {} });
    const connected = connect(a, { node: "a", transport: mine, offers: { Fixture } });
    theirs.send({ otp: 1, n: 1, frame: { type: "hello", node: "b" } }, []);
    const connection = await connected;
    theirs.send(data, []);
    await nextTask();
    assertEquals([refused.length, connection.alive, local.alive, a.processCount], [1, false, true, 1], name);
  }
});

Deno.test("Connection: what comes before hello, and answers nobody waits for, hurt nobody", async () => {
  await using net = new Net();
  const a = net.system();
  const [mine, theirs] = net.network.pair("a", "b");
  theirs.open({ received() {}, closed() {} });
  const connected = fateOf(connect(a, { node: "a", transport: mine }));
  theirs.send({ otp: 1, n: 1, frame: { type: "ping", id: 1 } }, []);
  await nextTask();
  assertEquals(reasonIn(connected.error), "bad_frame");

  const [left, right] = net.network.pair("a", "c");
  right.open({ received() {}, closed() {} });
  const other = connect(a, { node: "a", transport: left });
  const frames: Frame[] = [
    { type: "hello", node: "c" },
    { type: "reply", id: 77, value: 1 },
    { type: "failed", id: 78, reason: "x" },
    { type: "down", pid: "<c.9.0>", reason: "x" },
    { type: "unlink", from: "<c.9.0>", to: "<a.9.0>" },
    { type: "demonitor", to: "<a.9.0>" },
    { type: "exit", to: "<a.9.0>", from: "<c.1.0>", reason: "kill" },
    { type: "cast", to: "nobody", kind: "x" },
  ];
  frames.forEach((frame, at) => right.send({ otp: 1, n: at + 1, frame }, []));
  await nextTask();
  assert((await other).alive);
});

Deno.test("Connection: what is no name, pid or option is refused here, and does not end the other side", async () => {
  await using net = new Net();
  const [a, b] = [net.system(), net.system()];
  const [there] = await net.connect([a, "a"], [b, "b"]);
  for (const bad of ["", null, undefined, 5, {}] as never[]) {
    await assertRejects(() => there.whereis(bad), ArgumentError, "a process is known by a pid or a name");
    await assertRejects(() => there.inspect(bad), ArgumentError, "a process is known by a pid or a name");
    assertThrows(() => there.send(bad, 1), ArgumentError, "a process is known by a pid or a name");
    await assertRejects(() => there.start(a, bad), ArgumentError, "what is offered has a name");
  }
  await assertRejects(() => there.start(a, "Fixture", { args: 5 as never }), ArgumentError, "args is a list");
  await assertRejects(() => there.start(a, "Fixture", { timeoutMs: -1 }), ArgumentError, "timeoutMs is a number");
  assertEquals([there.alive, await there.whereis("nobody")], [true, undefined]);
});

Deno.test("Connection: a name that is none, of an older side, is one that nobody has", async () => {
  await using net = new Net();
  const a = net.system();
  const [mine, theirs] = net.network.pair("a", "b");
  const answers: unknown[] = [];
  theirs.open({ received: (data) => void answers.push((data as { frame: Frame }).frame), closed() {} });
  const connected = connect(a, { node: "a", transport: mine });
  const frames = [{ type: "hello", node: "b" }, { type: "lookup", id: 1, of: "" }, { type: "lookup", id: 2, of: 5 }];
  frames.forEach((frame, at) => theirs.send({ otp: 1, n: at + 1, frame }, []));
  const connection = await connected;
  await nextTask();
  assertEquals([connection.alive, answers.slice(1)], [true, [1, 2].map((id) => ({ type: "reply", id, value: null }))]);
});
