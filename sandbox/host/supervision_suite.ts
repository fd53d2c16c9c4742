import { assertEquals, assertRejects } from "@std/assert";
import { ArgumentError, DynamicSupervisor, Supervisor } from "@superlearner/otp";
import { failureIn } from "./failure_reason.ts";
import type { Sandbox } from "./sandbox.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import { type AnyIsolation, death, failureOf, GUEST, wallName, type World, worldOf } from "./testdata/worlds.ts";

/** Settled when a sandbox of the name is up again, as another process than before. */
function restarted({ system, host }: World, before: string): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      const sandbox = host.get("guest");
      if (sandbox?.status !== "running" || sandbox.pid === undefined || sandbox.pid === before) return;
      subscription.unsubscribe();
      resolve();
    };
    const subscription = system.events.subscribe(look, { types: ["child.restarted", "child.started"] });
    look();
  });
}

/** A sandbox is a process of its host: what that means to links, monitors and supervisors. */
export function supervisionSuite(isolation: AnyIsolation): void {
  const test = (name: string, fn: (world: World) => Promise<void>) =>
    Deno.test(`Sandbox (${wallName(isolation)}) under supervision: ${name}`, async () => {
      await using world = worldOf(isolation);
      await fn(world);
    });

  test("a loop is an exit with the limit as its reason, and the call under way fails of it", async (world) => {
    const sandbox = await world.create({ limits: { turnMs: 250 } });
    const died = death(world.system, sandbox.pid!);
    const failure = await failureOf("limit_exceeded", () => sandbox.call("counter", "spin"));
    assertEquals([failure.limit, failure.value], ["turnMs", 250]);
    assertEquals(failureIn(await died)?.failure, sandbox.info().failure?.failure);
  });

  test("a supervisor of one's own starts it again", async (world) => {
    const { system, host } = world;
    const limits = { turnMs: 250 };
    const child = host.child({ name: "guest", isolation, source: { files: { "/main.ts": GUEST } }, limits });
    await system.start(Supervisor.define({ children: [child] }));
    const sandbox = host.get("guest")!;
    const before = sandbox.pid!;
    await sandbox.call("counter", "add", { payload: 7 });
    const again = restarted(world, before);
    await failureOf("limit_exceeded", () => sandbox.call("counter", "spin"));
    await again;
    assertEquals([await sandbox.call("counter", "add", { payload: 1 }), sandbox.info().restarts], [1, 1]);
  });

  test("another spec of its name starts what that says, once it has been terminated, and not before", async (world) => {
    const { system, host } = world;
    const specOf = (value: number) => {
      const files = { "/main.ts": `export const value = () => ${value};` };
      return host.child({ name: "guest", isolation, source: { files } });
    };
    const supervisor = await system.start(DynamicSupervisor.define({ name: "Sandboxes of one's own" }));
    await supervisor.startChild(specOf(1));
    const first = host.get("guest")!;
    await assertRejects(() => supervisor.startChild(specOf(2)), Error, "guest");
    assertEquals(await first.run("value"), 1);
    await supervisor.terminateChild(first.pid!);
    await supervisor.startChild(specOf(2));
    assertEquals([await host.get("guest")!.run("value"), first.status], [2, "destroyed"]);
  });

  test("a supervisor's child is its supervisor's to start and stop; who destroys it, has that start another", async (world) => {
    const { system, host } = world;
    const files = { "/main.ts": "export const value = () => 1;" };
    await system.start(Supervisor.define({ children: [host.child({ name: "guest", isolation, source: { files } })] }));
    const first = host.get("guest")!;
    for (const attempt of [() => first.start(), () => first.stop(), () => first.restart()]) {
      await assertRejects(attempt, ArgumentError, "terminateChild(), restartChild()");
    }
    assertEquals(await first.run("value"), 1);
    const again = restarted(world, first.pid!);
    await first.destroy();
    await again;
    assertEquals([host.get("guest") === first, await host.get("guest")!.run("value")], [false, 1]);
  });

  test("restart: permanent starts it again by itself", async (world) => {
    const sandbox = await world.create({ restart: "permanent", limits: { turnMs: 250 } });
    const again = restarted(world, sandbox.pid!);
    await failureOf("limit_exceeded", () => sandbox.call("counter", "spin"));
    await again;
    assertEquals(await sandbox.call("counter", "add", { payload: 1 }), 1);
  });

  test("who kills it on the host ends everything in it", async (world) => {
    const sandbox = await world.create();
    const call = failureOf("crashed", () => sandbox.run("later", [60_000]));
    const died = death(world.system, sandbox.pid!);
    world.system.exit(sandbox.pid!, "kill");
    assertEquals([await died, (await call).exit], ["killed", "killed"]);
    await failureOf("crashed", () => sandbox.run("echo"));
    await sandbox.start();
    assertEquals(await sandbox.run("echo"), []);
  });

  test("case 2: one whose System leaves is an exit, and nobody waits for ever", async (world) => {
    const sandbox = await world.create();
    const died = death(world.system, sandbox.pid!);
    const waiting = failureOf("crashed", () => sandbox.run("later", [60_000], { timeoutMs: Infinity }));
    await failureOf("crashed", () => sandbox.run("leave"));
    assertEquals([(await waiting).exit, await died, sandbox.status], ["its System has stopped", "shutdown", "stopped"]);
  });

  test("the end of what its entry has started is its end", async (world) => {
    const sandbox = await world.create();
    const died = death(world.system, sandbox.pid!);
    await sandbox.run("stopRoot").catch(() => {});
    assertEquals([await died, sandbox.status], ["killed", "crashed"]);
    const { failure } = sandbox.history.at(-1)!.data as { failure?: unknown };
    assertEquals([sandbox.info().failure?.failure, (failure as { kind?: string })?.kind], [failure, "crashed"]);
    assertEquals(await failureOf("crashed", () => sandbox.run("echo")), failure);
  });

  test("code that does not load, or not start, is no sandbox", async (world) => {
    const create = (code: string) => world.create({ code });
    assertEquals(await failureOf("import_denied", () => create('import "node:fs";')), {
      kind: "import_denied",
      specifier: "node:fs",
      from: "/main.ts",
    });
    const thrown = await failureOf("load_failed", () => create('throw new Error("not today");'));
    assertEquals([thrown.module, thrown.message.startsWith("Error: not today")], ["/main.ts", true]);
    const started = await failureOf(
      "load_failed",
      () => create('export const start = () => { throw new Error("no start") };'),
    );
    assertEquals(started.message.startsWith("Error: no start"), true);
    await failureOf(
      "crashed",
      () => create('setTimeout(() => { throw new Error("late") }, 1); await new Promise(() => {});'),
    );
    await failureOf("not_found", () => world.create({ entry: "/other.ts" }));
    assertEquals(world.host.list(), []);
  });

  test("what is under way when it ends says why: stopped, destroyed, killed, or what it had started ended", async (world) => {
    const why = async (end: (sandbox: Sandbox) => unknown) => {
      const sandbox = await world.create();
      const [calling, running] = [sandbox.call("counter", "never"), sandbox.run("later", [60_000])];
      const told = [calling, running].map(async (asked) =>
        (await assertRejects(() => asked, SandboxError)).message.replace(/^.*?: /, "")
      );
      await sandbox.call("counter", "add", { payload: 1 });
      await end(sandbox);
      const said = await Promise.all(told);
      await sandbox.destroy();
      return said;
    };
    const twice = (text: string) => [text, text];
    assertEquals(await why((sandbox) => sandbox.stop()), twice("there is no sandbox guest: it is stopped"));
    assertEquals(await why((sandbox) => sandbox.destroy()), twice("there is no sandbox guest: it is destroyed"));
    assertEquals(await why(({ pid }) => world.system.exit(pid!, "kill")), twice("it crashed: killed"));
    const ended = ["it crashed: killed", "it crashed: what it had started ended: killed"]; // of the server, and of all
    assertEquals(await why((sandbox) => sandbox.run("stopRoot")), ended);
  });

  test("what its supervisor gives up of is a crash, told with how that came", async (world) => {
    const { system, create } = world;
    const sandbox = await create();
    const died = death(system, sandbox.pid!);
    const told: string[] = [];
    for (let n = 0; n < 4; n++) {
      await sandbox.call("counter", "die").catch(({ message }: Error) => told.push(message.replace(/^.*?: /, "")));
    }
    assertEquals(told, Array(4).fill("it crashed: TypeError: no"));
    const exit = "its supervisor gave up: child counter died once more after 3 restarts within 5 s";
    assertEquals(failureIn(await died)?.failure, { kind: "crashed", exit });
    assertEquals([sandbox.status, sandbox.info().failure?.failure], ["crashed", { kind: "crashed", exit }]);
    assertEquals(sandbox.output[0]?.text, "Counter <0.2.0> (counter) crashed: TypeError: no");
  });

  test("a rejection that nobody awaits is told, and harms nobody", async (world) => {
    const sandbox = await world.create({
      code: `export const reject = (n: number) => void Promise.reject(new RangeError(\`no \${n}\`));
        export const others = () => {
          class Own extends Promise<unknown> {}
          void Own.reject(1);
          void Promise.reject({ a: 1 });
          for (let n = 0; n < 110; n++) void Promise.reject("many");
        };`,
    });
    const text = async (lines: number) => {
      while (sandbox.output.length < lines) await new Promise((resolve) => setImmediate(resolve));
      return sandbox.output.map((line) => line.text);
    };
    const told = "a promise was rejected, and nobody awaits it";
    await sandbox.run("reject", [1]);
    assertEquals((await text(2)).slice(0, 2), [`${told}: RangeError: no 1`, "    at reject (sandbox:/main.ts:1:58)"]);
    await sandbox.run("others");
    const rest = (await text(104)).slice(2);
    assertEquals([rest.filter((line) => line === told).length, rest.filter((line) => line.endsWith(": many")).length], [
      2,
      99,
    ]);
    assertEquals([rest.includes(`${told}: { a: 1 }`), sandbox.status], [true, "running"]);
  });

  test("with what a promise was rejected is looked at in the sandbox alone, and no longer than a turn", async (world) => {
    const code = `const trap = () => { while (true); };
      const traps = { get: trap, ownKeys: trap, getPrototypeOf: trap, getOwnPropertyDescriptor: trap, has: trap };
      export const reject = () => void Promise.reject(new Proxy({}, traps));`;
    const sandbox = await world.create({ code, limits: { turnMs: 50 } });
    const died = death(world.system, sandbox.pid!);
    await sandbox.run("reject");
    const failure = failureIn(await died)?.failure;
    assertEquals([failure?.kind, failure?.kind === "limit_exceeded" && failure.limit], ["limit_exceeded", "turnMs"]);
  });
}
