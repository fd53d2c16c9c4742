import { assertEquals, assertMatch } from "@std/assert";
import { GenServer } from "@superlearner/otp";
import { type AnyIsolation, failureOf, wallName, worldOf } from "./testdata/worlds.ts";

/** What a sandbox can, whatever wall is around it. */
export function sandboxSuite(isolation: AnyIsolation): void {
  const test = (name: string, fn: () => Promise<void>) => Deno.test(`Sandbox (${wallName(isolation)}): ${name}`, fn);

  test("starts its tree; its servers are called and told by name and by pid", async () => {
    await using world = worldOf(isolation);
    const sandbox = await world.create();
    assertEquals(await sandbox.call("counter", "add", { payload: 2 }), 2);
    const pid = (await sandbox.whereis("counter"))!;
    assertMatch(pid, /^<guest\.\d+\.0>$/);
    assertEquals(await sandbox.call(pid, "add", { payload: 3 }), 5);
    await sandbox.cast("counter", "reset");
    assertEquals(await sandbox.call("counter", "add", { payload: 1 }), 1);
    assertEquals(await sandbox.whereis("nobody"), undefined);
  });

  test("a definition that the host has makes a typed ref of a server", async () => {
    await using world = worldOf(isolation);
    const sandbox = await world.create();
    const Counter = GenServer.define({
      name: "Counter",
      init: () => 0,
      calls: { add: (count: number, by: number) => [count + by, count + by] },
    });
    const counter = await sandbox.at(Counter, "counter");
    const sum: number = await counter.call("add", 4);
    assertEquals(sum, 4);
  });

  test("runs what its entry exports; values cross whole", async () => {
    await using world = worldOf(isolation);
    const sandbox = await world.create();
    const values = [undefined, null, NaN, -0, 10n, new Date(5), new Map([["a", new Set([1])]]), new Uint8Array([1, 2])];
    assertEquals(await sandbox.run("echo", values), values);
    assertEquals(await sandbox.call("counter", "echo", { payload: { "__proto__x": 1, $: ["u"] } }), {
      "__proto__x": 1,
      $: ["u"],
    });
    assertEquals(await sandbox.run("later", [5]), "late");
  });

  test("what is thrown that lets nobody look at it, or is longer than anybody reads, is an error as well", async () => {
    await using world = worldOf(isolation);
    const sandbox = await world.create({
      code: `
        const no = () => { throw 1; };
        const all = new Proxy({}, { get: () => no });
        export const name = () => { throw Object.create(Error.prototype, { name: { get: no } }); };
        export const message = () => { throw Object.assign(new Error(), { message: { toString: no } }); };
        export const proxy = () => { throw new Proxy({}, all); };
        export const long = () => { throw new Error("x".repeat(3_000_000)); };`,
    });
    for (const name of ["name", "message"]) {
      const { exit } = await failureOf("crashed", () => sandbox.run(name));
      assertEquals(exit, "Error: What was thrown cannot be read");
    }
    assertEquals(
      (await failureOf("crashed", () => sandbox.run("proxy"))).exit,
      "Error: What was thrown cannot be read",
    );
    assertEquals((await failureOf("crashed", () => sandbox.run("long"))).exit.startsWith("Error: xxx"), true);
    assertEquals(sandbox.status, "running");
  });

  test("what a function throws, and one that is not there, are errors of the host's", async () => {
    await using world = worldOf(isolation);
    const sandbox = await world.create();
    assertEquals(await failureOf("crashed", () => sandbox.run("fail")), {
      kind: "crashed",
      exit: "RangeError: far out [2J",
    });
    assertEquals(await failureOf("not_found", () => sandbox.run("none")), { kind: "not_found", what: "function none" });
    assertEquals((await failureOf("not_found", () => sandbox.run("toString"))).what, "function toString");
    assertEquals((await failureOf("not_found", () => sandbox.call("nobody", "add"))).what, "process nobody in guest");
    assertEquals(
      (await failureOf("not_found", () => sandbox.call("<other.1.0>", "add"))).what,
      "process <other.1.0> in guest",
    );
    await failureOf("crashed", () => sandbox.call("counter", "die"));
    assertEquals(sandbox.status, "running");
  });

  test("nothing becomes another thing on its way: it is refused, or arrives as it was", async () => {
    await using world = worldOf(isolation);
    const code = `const made: Record<string, () => unknown> = {
        url: () => new URL("http://x/"), instant: () => Temporal.Now.instant(), weak: () => new WeakMap(),
        ref: () => new WeakRef({}), generator: () => (function* () {})(), iterator: () => [1].values(),
        number: () => new Intl.NumberFormat("en"),
        half: () => new Float16Array([1.5]), error: () => new Error("a", { cause: new RangeError("b") }),
      };
      export const make = (what: string) => ({ made: made[what]!() });
      export const causeOf = (error: Error) => (error.cause as Error).message;`;
    const sandbox = await world.create({ code });
    const whats = [];
    for (const what of ["url", "instant", "weak", "ref", "generator", "iterator", "number"]) {
      whats.push((await failureOf("not_serialisable", () => sandbox.run("make", [what]))).what);
    }
    assertEquals(whats.slice(0, 3), ["a URL (its href can)", "a Temporal.Instant (its text can)", "a WeakMap"]);
    assertEquals(whats.slice(3), ["a WeakRef", "a generator", "an iterator", "an Intl.NumberFormat"]);
    assertEquals(await sandbox.run("make", ["half"]), { made: new Float16Array([1.5]) });
    const { made } = await sandbox.run("make", ["error"]) as { made: Error };
    const cause = made.cause as Error;
    assertEquals([cause instanceof Error, cause.name, cause.message], [true, "RangeError", "b"]);
    assertEquals(await sandbox.run("causeOf", [new Error("a", { cause: new Error("c") })]), "c");
  });

  test("what cannot cross is refused with its place, on the way in and out", async () => {
    await using world = worldOf(isolation);
    const sandbox = await world.create();
    const refused = (attempt: () => Promise<unknown>) => failureOf("not_serialisable", attempt);
    const what = { kind: "not_serialisable", what: "a function" } as const;
    assertEquals(await refused(() => sandbox.run("echo", [1, { f: () => {} }])), { ...what, path: "args[1].f" });
    assertEquals(await refused(() => sandbox.call("counter", "echo", { payload: [() => {}] })), {
      ...what,
      path: "payload[0]",
    });
    assertEquals((await refused(() => sandbox.run("give", ["function"]))).path.endsWith("a[0].b"), true);
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    const round = { kind: "not_serialisable", what: "a cycle" } as const;
    assertEquals(await refused(() => sandbox.run("echo", [cycle])), { ...round, path: "args[0].self" });
    const payload = { a: cycle };
    assertEquals(await refused(() => sandbox.call("counter", "echo", { payload })), {
      ...round,
      path: "payload.a.self",
    });
    assertEquals(await refused(() => sandbox.cast("counter", "reset", { payload })), {
      ...round,
      path: "payload.a.self",
    });
    assertEquals(await refused(() => sandbox.run("giveCycle")), { ...round, path: "[2].a.self" });
    assertEquals(await refused(() => sandbox.call("counter", "cycle")), { ...round, path: "a.self" });
    assertEquals(await sandbox.run("echo", [1]), [1]);
  });

  test("tells its tree, what it printed and what it is, without its help", async () => {
    await using world = worldOf(isolation);
    const sandbox = await world.create({ code: `console.log("hello", { a: 1 });\nexport const x = 1;` });
    assertEquals(sandbox.output, [{ level: "log", text: "hello { a: 1 }" }]);
    const info = sandbox.info();
    const kind = typeof isolation === "string" ? isolation : "process";
    assertEquals([info.name, info.isolation, info.status, info.restarts], ["guest", kind, "running", 0]);
    assertEquals([info.root, info.failure, world.system.isAlive(info.pid!)], [undefined, undefined, true]);
    const other = await world.create({ name: "other" });
    const [root] = await other.tree();
    assertEquals([root?.pid, root?.children.map(({ id, pid }) => [id, pid])], [other.info().root, [[
      "counter",
      "<other.2.0>",
    ]]]);
    assertEquals(world.host.list().map(({ name }) => name), ["guest", "other"]);
    assertEquals(world.host.get("other") === other, true);
  });

  test("its processes are monitored from the host", async () => {
    await using world = worldOf(isolation);
    const sandbox = await world.create();
    const me = world.system.attach();
    await sandbox.monitor("counter", me);
    await failureOf("crashed", () => sandbox.call("counter", "die"));
    const { type, reason } = await me.receive<{ type: string; reason: { error: { message: string } } }>();
    assertEquals([type, reason.error.message], ["DOWN", "no"]);
  });

  test("stops, starts and restarts; its state is new", async () => {
    await using world = worldOf(isolation);
    const sandbox = await world.create();
    await sandbox.call("counter", "add", { payload: 2 });
    await sandbox.restart();
    assertEquals([await sandbox.call("counter", "add", { payload: 2 }), sandbox.info().restarts], [2, 1]);
    await sandbox.stop();
    assertEquals([sandbox.status, sandbox.pid], ["stopped", undefined]);
    const { what } = await failureOf("not_found", () => sandbox.run("echo"));
    assertEquals(what, "sandbox guest: it is stopped");
    await failureOf("not_found", () => sandbox.call("counter", "add"));
    await sandbox.start();
    assertEquals((await failureOf("not_found", () => sandbox.getState("nope"))).what, "process nope in guest");
    assertEquals((await failureOf("not_found", () => sandbox.replaceState("nope", 1))).what, "process nope in guest");
    assertEquals(await sandbox.run("echo"), []);
  });

  test("case 11: destroyed twice, by two, and while it is created; its name is free again", async () => {
    await using world = worldOf(isolation);
    const sandbox = await world.create();
    await failureOf("already_exists", () => world.create());
    await Promise.all([sandbox.destroy(), sandbox.destroy()]);
    await failureOf("not_found", () => sandbox.run("echo"));
    await failureOf("not_found", () => sandbox.start());
    const abort = new AbortController();
    const creating = world.create({ signal: abort.signal, code: "await new Promise(() => {});" });
    const stop = new Error("enough");
    queueMicrotask(() => abort.abort(stop));
    assertEquals(await creating.catch((error: unknown) => error), stop);
    const dying = (await world.create()).destroy();
    const again = await world.create();
    await dying;
    assertEquals([world.host.list(), await again.run("echo")], [[again], []]);
  });

  test("leaves nothing in the host's System", async () => {
    await using world = worldOf(isolation);
    const first = await world.create();
    await first.destroy();
    const before = world.system.processCount;
    for (const name of ["a", "b"]) await (await world.create({ name })).destroy();
    assertEquals([world.system.processCount, world.host.list()], [before, []]);
  });

  test("case 58: what a guest asks of the host's System is answered as if nobody was there", async () => {
    await using world = worldOf(isolation);
    const victim = world.system.spawn(async (self) => void await self.receive());
    world.system.register("victim", victim);
    const sandbox = await world.create({ code: FORGER });
    const number = Number(victim.split(".")[1]);
    assertEquals(await sandbox.run("attack", [number]), ["noproc", "noproc"]);
    // Told of a pid it may talk to it; but not end it.
    const own = world.system.attach();
    assertEquals(await sandbox.run("greet", [own.pid]), "sent");
    assertEquals(await own.receive(), "hello");
    assertEquals([world.system.isAlive(victim), own.alive], [true, true]);
  });
}

/** A guest that talks to whom it was not told of. */
const FORGER = `
import { system } from "@superlearner/sandbox/guest";
import { GenServer } from "@superlearner/otp";
const Any = GenServer.define({ name: "Any", init: () => 0 });
export async function attack(number: number) {
  const pid = "<host." + number + ".0>"; // guessed: where the host names one, it is given
  const other = "<host.1.0>";
  system.exit(pid as never, "kill");
  system.exit(other as never, "kill");
  const answers = [];
  for (const to of [other, pid]) {
    answers.push(await (Any.at(system, to as never) as any).call("state", 1).then(() => "answered", (error: any) => error.reason));
  }
  system.spawn((self) => { self.link(pid as never); self.exit("kill"); });
  return answers;
}
export const greet = (pid: string) => { system.send(pid as never, "hello"); system.exit(pid as never, "kill"); return "sent"; };
`;
