import { assertEquals } from "@std/assert";
import type { LimitName, Limits } from "../limits/limits.ts";
import { type AnyIsolation, failureOf, wallName, type World, worldOf } from "./testdata/worlds.ts";

/** A guest that does what its name says. */
const GLUTTON = `
import { system, } from "@superlearner/sandbox/guest";
import { GenServer } from "@superlearner/otp";
const kept: unknown[] = [];
export const heap = () => { for (;;) kept.push(new Array(1000).fill({})); };
export const heapSlowly = async () => { for (;;) { kept.push(new Array(100_000).fill(0).map((_, n) => ({ n }))); await wait(1); } };
export const buffers = async () => { for (;;) { kept.push(new Uint8Array(2 ** 23).fill(1)); await wait(1); } };
export const print = async () => { for (;;) { console.log("x".repeat(100)); await wait(1); } };
export const printAtOnce = () => { for (;;) console.log("x".repeat(1000)); };
export const wanted = () => {
  let refused = 0;
  for (let n = 0; n < 1000; n++) try { setTimeout(() => {}, 1e6); } catch { refused++; }
  return refused;
};
export const timers = () => { for (;;) setTimeout(() => {}, 1e6); };
export const shout = async () => { for (;;) { console.log("x".repeat(5000)); await wait(1); } };
export const fork = async () => { for (;;) { for (let n = 0; n < 20; n++) system.spawn((self) => self.receive()); await wait(1); } };
export const big = () => "x".repeat(1_000_000);
export const never = () => new Promise(() => {});
export const cpu = async () => { for (;;) { const end = Date.now() + 20; while (Date.now() < end); await wait(1); } };
export const microtasks = () => { (function again() { Promise.resolve().then(again); })(); };
export const storm = () => { for (let n = 0; n < 50; n++) setInterval(() => console.log(n), 0); };
export const deep = () => { const dive = (n: number): number => 1 + dive(n + 1); return dive(0); };
export const regexp = () => /(a+)+$/.test("a".repeat(50) + "!");
export const fill = () => {
  const pid = system.spawn(() => new Promise(() => {}));
  for (let n = 0; n < 100; n++) system.send(pid, n);
};
const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
`;

/** What each limit is hit by, with a value that is hit soon. */
const HITS: readonly (readonly [LimitName, string, Partial<Limits>])[] = [
  ["turnMs", "heap", { turnMs: 250, heapMb: 512, memoryMb: 512 }],
  ["turnMs", "microtasks", { turnMs: 250 }],
  ["turnMs", "regexp", { turnMs: 250 }],
  ["heapMb", "heapSlowly", { heapMb: 32 }],
  ["memoryMb", "buffers", { heapMb: 32, memoryMb: 64 }],
  ["outputBytes", "print", { outputBytes: 2000 }],
  ["messageBytes", "printAtOnce", { turnMs: 5000, outputBytes: 1_000_000, messageBytes: 10_000 }],
  ["messageBytes", "big", { messageBytes: 100_000 }],
  ["messagesPerSec", "storm", { messagesPerSec: 200 }],
  ["bytesPerSec", "shout", { bytesPerSec: 100_000 }],
  ["processes", "fork", { processes: 50 }],
  ["mailbox", "fill", { mailbox: 50 }],
  ["cpuMs", "cpu", { cpuMs: 300 }],
];

/** Every limit, whatever wall is around the sandbox: the host is told by a typed error, and goes on. */
export function limitsSuite(isolation: AnyIsolation): void {
  const test = (name: string, fn: (world: World) => Promise<void>) =>
    Deno.test(`Limits (${wallName(isolation)}): ${name}`, async () => {
      await using world = worldOf(isolation);
      await fn(world);
    });

  for (const [limit, how, limits] of HITS) {
    test(`${limit} ends the sandbox, by ${how}`, async (world) => {
      const sandbox = await world.create({ code: GLUTTON, limits });
      const failure = await failureOf("limit_exceeded", async () => {
        await sandbox.run(how);
        await sandbox.run("never"); // what it did had no end of its own, but for the sandbox's
      });
      assertEquals([failure.limit, failure.value], [limit, limits[limit]]);
      assertEquals([failure.used >= failure.value, sandbox.status], [true, "crashed"]);
      await sandbox.start();
      assertEquals(await sandbox.run("never", [], { timeoutMs: 1 }).catch(({ kind }) => kind), "timeout");
    });
  }

  test("handles is refused to the guest, and told", async (world) => {
    const sandbox = await world.create({ code: GLUTTON, limits: { handles: 10 } });
    const failure = await failureOf("crashed", () => sandbox.run("timers"));
    assertEquals(failure.exit, "RangeError: Cannot set a timer: at most 10 wait at a time");
  });

  test("handles is told to the host where the guest catches it, and not each time", async (world) => {
    const sandbox = await world.create({ code: GLUTTON, limits: { handles: 10 } });
    assertEquals(await sandbox.run("wanted"), 990);
    const told = sandbox.history.filter(({ topic }) => topic === "sandbox.limit");
    assertEquals([told[0]?.data, told[0]?.detail], [
      { limit: "handles", value: 10, used: 11 },
      "handles is 10, used were 11",
    ]);
    assertEquals([told.length < 10, sandbox.status], [true, "running"]);
  });

  test("wallMs and timeoutMs end the call, and not the sandbox", async (world) => {
    const sandbox = await world.create({ code: GLUTTON, limits: { wallMs: 500 } });
    const timeout = await failureOf("timeout", () => sandbox.run("never", [], { timeoutMs: 10 }));
    assertEquals(timeout, { kind: "timeout", what: "never", timeoutMs: 10 });
    const wall = await failureOf("limit_exceeded", () => sandbox.run("never"));
    assertEquals([wall.limit, wall.value, sandbox.status], ["wallMs", 500, "running"]);
  });

  test("startMs ends a start that takes too long", async (world) => {
    const code = "await new Promise(() => {});";
    const failure = await failureOf("limit_exceeded", () => world.create({ code, limits: { startMs: 300 } }));
    assertEquals([failure.limit, failure.value, world.host.list()], ["startMs", 300, []]);
  });

  test("a stack at its end is an error of the guest's", async (world) => {
    const sandbox = await world.create({ code: GLUTTON });
    const failure = await failureOf("crashed", () => sandbox.run("deep"));
    assertEquals(failure.exit, "RangeError: Maximum call stack size exceeded");
    assertEquals(sandbox.status, "running");
  });

  test("messageBytes holds on the way in as well", async (world) => {
    const sandbox = await world.create({ limits: { messageBytes: 10_000 } });
    const text = "x".repeat(20_000);
    for (
      const attempt of [() => sandbox.run("echo", [text]), () => sandbox.call("counter", "echo", { payload: text })]
    ) assertEquals((await failureOf("limit_exceeded", attempt)).limit, "messageBytes");
    assertEquals(await sandbox.run("echo", ["x"]), ["x"]);
  });
}
