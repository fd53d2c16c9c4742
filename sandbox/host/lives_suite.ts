import { assert, assertEquals } from "@std/assert";
import { isPid, type Pid, Supervisor } from "@superlearner/otp";
import type { Sandbox } from "./sandbox.ts";
import { type AnyIsolation, failureOf, GUEST, wallName, type World, worldOf } from "./testdata/worlds.ts";

/** Settled when a sandbox is up as another process than before. */
async function upAgain({ system, host }: World, before: Pid): Promise<Sandbox> {
  const up = () => {
    const sandbox = host.get("guest");
    return sandbox?.status === "running" && sandbox.pid !== undefined && sandbox.pid !== before ? sandbox : undefined;
  };
  const { promise, resolve } = Promise.withResolvers<Sandbox>();
  const look = () => {
    const sandbox = up();
    if (sandbox !== undefined) resolve(sandbox);
  };
  using _listening = system.events.subscribe(look, { types: ["notice", "child.started", "child.restarted"] });
  look();
  return await promise;
}

const numberOf = (pid: Pid) => Number(pid.split(".")[1]);

/** One sandbox has several lives: what is left of the one before. */
export function livesSuite(isolation: AnyIsolation): void {
  const test = (name: string, fn: (world: World) => Promise<void>) =>
    Deno.test(`Lives of a sandbox (${wallName(isolation)}): ${name}`, async () => {
      await using world = worldOf(isolation);
      await fn(world);
    });

  /** The counter has another pid than ever before, and nobody is there for the one that it had. */
  const isAnother = async (world: World, sandbox: Sandbox, old: Pid): Promise<Pid> => {
    const now = (await sandbox.whereis("counter"))!;
    assert(isPid(now) && numberOf(now) > numberOf(old), `${now} after ${old}`);
    assertEquals(await sandbox.call("counter", "add", { payload: 1 }), 1);
    await failureOf("not_found", () => sandbox.call(old, "add", { payload: 1 }));
    await sandbox.cast(old, "reset");
    const me = world.system.attach();
    const ref = await sandbox.monitor(old, me);
    assertEquals(await me.receive(), { type: "DOWN", ref, pid: old, reason: "noproc" });
    assertEquals(await sandbox.call(now, "add", { payload: 1 }), 2);
    return now;
  };

  test("a pid means nobody in a later one: restarted, stopped and started, killed and started", async (world) => {
    const sandbox = await world.create({ seed: 5 });
    let pid = (await sandbox.whereis("counter"))!;
    assertEquals(pid, "<guest.2.0>");
    await sandbox.restart();
    pid = await isAnother(world, sandbox, pid);
    await sandbox.stop();
    await sandbox.start();
    pid = await isAnother(world, sandbox, pid);
    world.system.exit(sandbox.pid!, "kill");
    await sandbox.start();
    await isAnother(world, sandbox, pid);
    await failureOf("not_found", () => sandbox.call("<guest.2.0>", "add", { payload: 1 }));
  });

  test("nor when its supervisor starts it again, and it is known what it has died of", async (world) => {
    const sandbox = await world.create({ restart: "permanent", limits: { turnMs: 250 } });
    const [before, pid] = [sandbox.pid!, (await sandbox.whereis("counter"))!];
    assertEquals(sandbox.info().failure, undefined);
    const failure = await failureOf("limit_exceeded", () => sandbox.call("counter", "spin"));
    await upAgain(world, before);
    await isAnother(world, sandbox, pid);
    assertEquals([sandbox.status, sandbox.info().failure?.failure], ["running", failure]);
    await sandbox.restart();
    assertEquals(sandbox.info().failure?.failure, failure);
  });

  test("nor under a supervisor of one's own, also where that makes another in its place", async (world) => {
    const { system, host } = world;
    const files = { "/main.ts": GUEST };
    const child = host.child({ name: "guest", isolation, source: { files }, limits: { turnMs: 250 } });
    await system.start(Supervisor.define({ children: [child] }));
    const first = host.get("guest")!;
    const pid = (await first.whereis("counter"))!;
    let before = first.pid!;
    await failureOf("limit_exceeded", () => first.call("counter", "spin"));
    await upAgain(world, before);
    const next = await isAnother(world, first, pid);
    before = first.pid!;
    await first.destroy();
    const other = await upAgain(world, before);
    assert(other !== first);
    await isAnother(world, other, next);
  });
}
