/** What every transport must bring about: two Systems, one of them here, whose processes do as if they lived in one. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { CallError, StartError } from "../processes/errors.ts";
import { ArgumentError } from "../processes/errors.ts";
import { isPid, type Pid } from "../processes/pid.ts";
import type { Down, ExitMessage } from "../processes/messages.ts";
import type { Receiver } from "../processes/receive.ts";
import { processInfo } from "../introspection/process_info.ts";
import type { System } from "../system.ts";
import { fateOf, reasonIn } from "../testdata/world.ts";
import type { Connection } from "./connection.ts";
import { Fixture } from "./testdata/fixture.ts";
import { transfer } from "./transfer.ts";

/** Two Systems that are connected; the other one offers `Fixture`. */
export interface Pairing extends AsyncDisposable {
  readonly system: System;
  readonly connection: Connection;
  /** Whether the transport moves buffers. */
  readonly moves: boolean;
}

/** Opens a pairing, as often as is asked. */
export type Open = () => Promise<Pairing>;

/** A fixture on the other side. */
async function fixture({ system, connection }: Pairing, ...args: Parameters<typeof Fixture.spec.init>) {
  const pid = await connection.start(system, "Fixture", { args });
  return { pid, ref: Fixture.at(system, pid) };
}

/** A process from outside that traps. */
function observer(system: System): Receiver {
  const me = system.attach();
  me.trapExit = true;
  return me;
}

/** Registers the suite for one transport. */
export function transportSuite(name: string, open: Open): void {
  const test = (what: string, body: (pairing: Pairing) => Promise<void>) =>
    Deno.test(`${name}: ${what}`, async () => {
      await using pairing = await open();
      await body(pairing);
    });

  test("calls and casts in the order they were made", async (pairing) => {
    const { ref, pid } = await fixture(pairing);
    assert(isPid(pid) && pid.startsWith(`<${pairing.connection.peer}.`));
    for (let i = 0; i < 100; i++) ref.cast("note", i);
    pairing.system.send(pid, "last");
    assertEquals(await ref.call("log"), [...Array.from({ length: 100 }, (_, i) => i), "last"]);
    const replies = await Promise.all(Array.from({ length: 50 }, (_, i) => ref.call("echo", i)));
    assertEquals(replies, Array.from({ length: 50 }, (_, i) => i));
  });

  test("values arrive as structuredClone gives them", async (pairing) => {
    const { ref } = await fixture(pairing);
    const value = {
      big: 1n,
      map: new Map([["k", new Set([1])]]),
      date: new Date(5),
      none: undefined,
      list: [null, NaN],
    };
    assertEquals(await ref.call("echo", value), value);
    assertEquals(await ref.call("echo", new Float64Array([1.5, 2])), new Float64Array([1.5, 2]));
  });

  test("a pid means the same process on both sides, wherever it stands in a message", async (pairing) => {
    const { ref, pid } = await fixture(pairing);
    const me = observer(pairing.system);
    assertEquals(await ref.call("echo", { to: me.pid, deep: [new Map([[me.pid, pid]])] }), {
      to: me.pid,
      deep: [new Map([[me.pid, pid]])],
    });
    await ref.call("tell", { to: me.pid, message: ["from", pid] });
    assertEquals(await me.receive(), ["from", pid]);
    assertEquals((await ref.call("who")).me, pid);
    const asking = Fixture.at(me, pid);
    assertEquals((await asking.call("who")).from, me.pid);
  });

  test("an alias takes messages from the other side", async (pairing) => {
    const { ref } = await fixture(pairing);
    const me = observer(pairing.system);
    const alias = me.alias({ reply: true });
    await ref.call("tell", { to: alias as unknown as Pid, message: "first" });
    await ref.call("tell", { to: alias as unknown as Pid, message: "second" });
    assertEquals(await me.receive(), "first");
    assertEquals(me.mailboxLength, 0);
  });

  test("calls go both ways, also while the other waits", async (pairing) => {
    const { ref } = await fixture(pairing);
    const local = await pairing.system.start(Fixture);
    assertEquals(await ref.call("ask", local.pid!), "asked");
  });

  test("a crash is the reason of the call, the monitor and the link", async (pairing) => {
    const { ref, pid } = await fixture(pairing);
    const me = observer(pairing.system);
    me.monitor(pid);
    me.link(pid);
    const waiting = fateOf(ref.call("never"));
    const crash = await assertRejects(() => ref.call("crash", "boom"), CallError);
    const { error } = crash.reason as { error: { name: string; message: string; cause: unknown; stack: string } };
    assertEquals([error.name, error.message, error.cause], ["TypeError", "boom", "the test"]);
    assert(error.stack.includes("fixture.ts"));
    const [one, other] = [
      await me.receive<{ type: string; pid: Pid }>(),
      await me.receive<{ type: string; pid: Pid }>(),
    ];
    assertEquals([one.type, other.type].sort(), ["DOWN", "EXIT"]);
    assertEquals([one.pid, other.pid], [pid, pid]);
    assertEquals(waiting.state, "rejected");
    assertEquals(pairing.system.isAlive(pid), false);
  });

  test("a link kills both ways, with the reason", async (pairing) => {
    const { ref, pid } = await fixture(pairing, "trap");
    const here = pairing.system.spawn(async (self) => {
      self.link(pid);
      self.exit(await self.receive());
    });
    await linkedWith(ref, here);
    pairing.system.send(here, "boom");
    assertEquals(await told(ref), { type: "EXIT", pid: here, reason: "boom" });

    const me = observer(pairing.system);
    await ref.call("link", me.pid);
    assertEquals(me.links, [pid]);
    await assertRejects(() => ref.call("crash", "bang"), CallError);
    const exit = await me.receive<{ type: string; pid: Pid; reason: unknown }>();
    assertEquals([exit.type, exit.pid], ["EXIT", pid]);
  });

  test("an unlink takes the link back on both sides", async (pairing) => {
    const { ref, pid } = await fixture(pairing);
    const me = observer(pairing.system);
    me.link(pid);
    await linkedWith(ref, me.pid);
    me.unlink(pid);
    assertEquals(await ref.call("link", undefined), []);
    await ref.call("link", me.pid);
    await ref.call("unlink", me.pid);
    assertEquals(await ref.call("link", undefined), []);
    assertEquals(me.links, []);
    me.monitor(pid);
    pairing.system.exit(pid, "kill");
    assertEquals((await me.receive<{ type: string }>()).type, "DOWN");
    assertEquals(me.mailboxLength, 0);
  });

  test("exit signals: sent, trapped, normal, kill", async (pairing) => {
    const { ref, pid } = await fixture(pairing, "trap");
    const me = observer(pairing.system);
    me.monitor(pid);
    me.sendExit(pid, "please");
    assertEquals(await told(ref), { type: "EXIT", pid: me.pid, reason: "please" });
    me.sendExit(pid, "normal");
    assertEquals((await ref.call("log")).length, 2);
    await ref.call("kill", { to: me.pid, reason: "back" });
    assertEquals(await me.receive(), { type: "EXIT", pid, reason: "back" });
    me.sendExit(pid, "kill");
    assertEquals((await me.receive<{ reason: unknown }>()).reason, "killed");
    assertEquals(reasonIn(await assertRejects(() => ref.call("echo", 1))), "noproc");
  });

  test("the other side monitors, and hears of a death here", async (pairing) => {
    const { ref } = await fixture(pairing);
    const here = pairing.system.spawn(async (self) => self.exit(await self.receive()));
    const monitor = await ref.call("monitor", here);
    pairing.system.send(here, { shutdown: "lunch" });
    assertEquals(await told(ref), { type: "DOWN", ref: monitor, pid: here, reason: { shutdown: "lunch" } });
  });

  test("nobody under a pid: noproc for call, monitor and link; a message is dropped", async (pairing) => {
    const { system, connection } = pairing;
    const gone = `<${connection.peer}.999999.0>` as Pid;
    const me = observer(system);
    assertEquals(reasonIn(await assertRejects(() => Fixture.at(system, gone).call("echo", 1))), "noproc");
    const ref = me.monitor(gone);
    assertEquals(await me.receive(), { type: "DOWN", ref, pid: gone, reason: "noproc" });
    me.link(gone);
    assertEquals(await me.receive(), { type: "EXIT", pid: gone, reason: "noproc" });
    me.send(gone, "lost");
    assert(await connection.ping() >= 0);
  });

  test("case 59: Send to `{name, node}` nobody has: no error, dropped", async ({ connection }) => {
    connection.send("nobody", "hello");
    assertEquals(await connection.whereis("nobody"), undefined);
  });

  test("what is not offered, fails in init or says ignore is not started, and the reason says so", async (pairing) => {
    const { system, connection } = pairing;
    const failing = async (what: string, ...args: unknown[]) =>
      reasonIn(await assertRejects(() => connection.start(system, what, { args, timeoutMs: 50 }), StartError));
    assertEquals(await failing("Secret"), { not_offered: "Secret" });
    assertEquals(await failing("toString"), { not_offered: "toString" });
    assertEquals(await failing("Fixture", "ignore"), "ignore");
    assertEquals(await failing("Fixture", "never"), "timeout");
    assertEquals((await failing("Fixture", "fail") as { error: { message: string } }).error.message, "init fails");
  });

  test("what cannot be sent is an error of who sends it, and the next is sent as ever", async (pairing) => {
    const { ref, pid } = await fixture(pairing);
    const bystander = await fixture(pairing);
    await assertRejects(() => ref.call("echo", () => {}), ArgumentError, "structuredClone");
    try {
      ref.cast("note", Symbol("no"));
      assert(false, "it was sent");
    } catch (error) {
      assert(error instanceof ArgumentError);
    }
    assertEquals(await ref.call("log"), []);
    const refused = await assertRejects(() => ref.call("unsendable"), CallError);
    assertEquals((refused.reason as { error: { name: string } }).error.name, "ArgumentError");
    assertEquals(pairing.system.isAlive(pid), false);
    assertEquals(await bystander.ref.call("log"), []);
  });

  test("transfer() moves where the way can, and copies where it cannot", async (pairing) => {
    const { ref } = await fixture(pairing);
    const bytes = new Uint8Array(1000);
    assertEquals(await ref.call("measure", transfer(bytes, [bytes.buffer])), 1000);
    assertEquals(bytes.byteLength, pairing.moves ? 0 : 1000);
    const kept = new Uint8Array(10);
    await ref.call("measure", kept);
    assertEquals(kept.byteLength, 10);
    assertEquals((await ref.call("buffer", 64))[63], 7);
    assertEquals(await ref.call("left"), pairing.moves ? 0 : 64);
    if (pairing.moves) return;
    const stream = ReadableStream.from(["what is no copy"]);
    const sent = ref.call("echo", transfer({ stream }, [stream]));
    await assertRejects(() => sent, ArgumentError, "structuredClone");
  });

  test("a server is stopped in its turn, and looked at without its help", async (pairing) => {
    const { system, connection } = pairing;
    const { ref, pid } = await fixture(pairing);
    ref.cast("note", 1);
    await ref.call("log");
    const inspected = await connection.inspect(pid);
    assertEquals([inspected?.info.pid, inspected?.info.behaviour, inspected?.state], [pid, "GenServer", [1]]);
    assert((await connection.list()).some((info) => info.pid === pid));
    assertEquals(processInfo(system, pid)?.placement, { node: connection.peer, kind: connection.kind });
    await ref.stop();
    assertEquals(await connection.inspect(pid), undefined);
  });

  test("when the connection ends all that is tied to it fails with noconnection, at once", async (pairing) => {
    const { system, connection } = pairing;
    const { ref, pid } = await fixture(pairing);
    const me = observer(system);
    const monitor = me.monitor(pid);
    me.link(pid);
    const waiting = fateOf(ref.call("never", undefined, { timeoutMs: Infinity }));
    await linkedWith(ref, me.pid);
    await connection.close();
    const all = [await me.receive<Down | ExitMessage>(), await me.receive<Down | ExitMessage>()];
    assertEquals(all.find(({ type }) => type === "DOWN"), { type: "DOWN", ref: monitor, pid, reason: "noconnection" });
    assertEquals(all.find(({ type }) => type === "EXIT"), { type: "EXIT", pid, reason: "noconnection" });
    assertEquals(reasonIn(waiting.error), "noconnection");
    assertEquals(reasonIn(await assertRejects(() => connection.ping())), "noconnection");
    assertEquals(reasonIn(await assertRejects(() => ref.call("echo", 1))), "noproc");
  });
}

/** Waits until the other side knows the link. */
async function linkedWith(ref: ReturnType<typeof Fixture.at>, pid: Pid): Promise<void> {
  for (;;) if ((await ref.call("link", undefined)).includes(pid)) return;
}

/** Waits until it was told something, and gives the first of it. */
async function told(ref: ReturnType<typeof Fixture.at>): Promise<unknown> {
  for (;;) {
    const [first] = await ref.call("log");
    if (first !== undefined) return first;
  }
}
