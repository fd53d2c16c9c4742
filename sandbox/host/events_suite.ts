import { assert, assertEquals } from "@std/assert";
import {
  listProcesses,
  processInfo,
  supervisionTree,
  type System,
  type SystemEvent,
  type TreeNode,
} from "@superlearner/otp";
import type { Isolation } from "../limits/limits.ts";
import { isSandboxEvent, isSandboxMeasured } from "./sandbox_events.ts";
import { death, failureOf, GUEST, type World, worldOf } from "./testdata/worlds.ts";

/** The first event that fits, once there is one. */
function eventOf<Event extends SystemEvent>(
  system: System,
  test: (event: SystemEvent) => event is Event,
): Promise<Event> {
  return new Promise((resolve) => {
    const listening = system.events.subscribe((event) => {
      if (!test(event)) return;
      listening.unsubscribe();
      resolve(event);
    });
  });
}

type GraftChanged = SystemEvent & { readonly type: "graft.changed" };
const isGraftOf = (processes: number) => (event: SystemEvent): event is GraftChanged =>
  event.type === "graft.changed" && event.processes === processes;

function placesOf(nodes: readonly TreeNode[]): string[] {
  return nodes.flatMap((node) => [node.place, ...placesOf(node.children)]);
}

/** What a host is told of its sandboxes without asking, and shows of them. */
export function eventsSuite(isolation: Isolation): void {
  const test = (name: string, fn: (world: World) => Promise<void>) =>
    Deno.test(`Sandbox (${isolation}) seen by its host: ${name}`, async () => {
      await using world = worldOf(isolation);
      await fn(world);
    });

  test("all that happens to it is on the stream of the System, in order, and in its history", async (world) => {
    const { system } = world;
    const told: unknown[] = [];
    using _listening = system.events.subscribe((event) => {
      if (isSandboxEvent(event)) told.push([event.about, event.topic, event.result, event.pid]);
    }, { types: ["notice"] });
    const sandbox = await world.create({ limits: { turnMs: 100 } });
    const first = sandbox.pid;
    await failureOf("limit_exceeded", () => sandbox.call("counter", "spin"));
    await sandbox.restart();
    const second = sandbox.pid;
    await sandbox.reload({ files: { "/main.ts": GUEST.replace("far out", "near") } });
    await failureOf("load_failed", () => sandbox.reload({ files: { "/main.ts": "throw 1" } }));
    await sandbox.stop();
    await sandbox.destroy();
    assertEquals(told, [
      ["guest", "sandbox.created", "ok", undefined],
      ["guest", "sandbox.started", "ok", first],
      ["guest", "sandbox.limit", "failed", first],
      ["guest", "sandbox.failed", "failed", first],
      ["guest", "sandbox.stopped", "ok", undefined],
      ["guest", "sandbox.restarted", "ok", second],
      ["guest", "sandbox.reloaded", "ok", second],
      ["guest", "sandbox.reload_failed", "failed", second],
      ["guest", "sandbox.stopped", "ok", second],
      ["guest", "sandbox.destroyed", "ok", undefined],
    ]);
    const { history } = sandbox;
    assertEquals(history.map(({ topic, result, pid }) => ["guest", topic, result, pid]), told);
    const limit = history.find((entry) => entry.topic === "sandbox.limit")!;
    assertEquals([limit.data.limit, limit.data.value, limit.data.used >= 100], ["turnMs", 100, true]);
    const reloaded = history.find((entry) => entry.topic === "sandbox.reloaded")!;
    assertEquals(reloaded.data, { version: 2 });
  });

  test("a limit of one call is told, and what was denied; one that is killed has failed", async (world) => {
    const sandbox = await world.create({
      code: `export const peek = () => Deno.readTextFile("/etc/passwd").catch(() => "no"); export const echo = (x) => x;
        export const never = () => new Promise(() => {});`,
      limits: { wallMs: 600, messageBytes: 10_000 },
    });
    assertEquals(await sandbox.run("peek"), "no");
    await failureOf("limit_exceeded", () => sandbox.run("echo", ["x".repeat(20_000)]));
    await failureOf("limit_exceeded", () => sandbox.run("never"));
    world.system.exit(sandbox.pid!, "kill");
    const [, , denied, bytes, wall, killed] = sandbox.history;
    assertEquals([denied?.topic, denied?.detail], ["sandbox.denied", "read /etc/passwd"]);
    assertEquals([bytes?.topic, bytes?.data], ["sandbox.limit", {
      limit: "messageBytes",
      value: 10_000,
      used: 20_021,
    }]);
    assertEquals([wall?.topic, wall?.data], ["sandbox.limit", { limit: "wallMs", value: 600, used: 600 }]);
    assertEquals([killed?.topic, killed?.detail, sandbox.status], ["sandbox.failed", "killed", "crashed"]);
  });

  test("its processes are in the host's tree under its name, can be looked at and killed by pid", async (world) => {
    const { system } = world;
    const up = eventOf(system, isGraftOf(2));
    const sandbox = await world.create();
    assertEquals((await up).pid, sandbox.pid);
    const top = supervisionTree(system)[0]!;
    const root = sandbox.info().root!;
    const below = `${top.place}/sandbox:guest`;
    assertEquals(placesOf([top]), [top.place, below, `${below}/${root}`, `${below}/${root}/counter`]);
    const counter = top.children[0]!.children[0]!.children[0]!;
    const placement = { node: "guest", kind: "sandbox" };
    assertEquals([counter.name, counter.module, counter.placement], ["counter", "Counter", placement]);
    assertEquals(counter.pid, await sandbox.whereis("counter"));
    const info = processInfo(system, counter.pid!)!;
    assertEquals([info.parent, info.calls.includes("add"), info.told?.overdue], [root, true, false]);
    assertEquals(processInfo(system, root)!.parent, sandbox.pid);
    assertEquals(listProcesses(system).filter(({ told }) => told !== undefined).length, 2);
    const again = eventOf(system, isGraftOf(2)); // whoever lists has looked: it is asked when something was done
    system.exit(counter.pid!, "kill");
    await again;
    const now = await sandbox.whereis("counter");
    assert(now !== counter.pid);
    assertEquals(processInfo(system, now!)?.name, "counter");
  });

  test("while it is in a loop the host shows what was told last, at once", async (world) => {
    const { system } = world;
    const up = eventOf(system, isGraftOf(2));
    const sandbox = await world.create({ limits: { turnMs: 300 } });
    await up;
    const died = death(system, sandbox.pid!);
    const spinning = failureOf("limit_exceeded", () => sandbox.call("counter", "spin"));
    assertEquals(placesOf(supervisionTree(system)).length, 4); // no promise is in it: nobody waits
    await spinning;
    await died;
    assertEquals(placesOf(supervisionTree(system)).length, 1);
  });

  test("what it uses is told now and then", async (world) => {
    const measured = eventOf(world.system, isSandboxMeasured);
    const sandbox = await world.create();
    const { about, pid, values } = await measured;
    assertEquals([about, pid], ["guest", sandbox.pid]);
    assert(values.heapBytes > 100_000 && values.messagesFrom > 0 && values.messagesTo > 0);
  });
}
