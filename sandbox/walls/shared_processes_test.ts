import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { ArgumentError, RealClock } from "@superlearner/otp";
import { SharedProcesses } from "./shared_processes.ts";
import { Heard, load, wallSuite } from "./wall_suite.ts";

const OPTIONS = { clock: new RealClock(), heapMb: 64, memoryMb: 128 };
/** V8 gives up where it is asked for this. */
const FATAL = "export const fall = () => 'x'.repeat(2 ** 28).split('');";

wallSuite("A wall of SharedProcesses", () => new SharedProcesses().open("some", OPTIONS));

Deno.test("SharedProcesses: one process for each name, from the first to the last", async () => {
  const processes = new SharedProcesses();
  const [one, other] = [processes.open("a", OPTIONS), processes.open("a", OPTIONS)];
  const pid = processes.get("a")!.pid;
  const apart = processes.open("b", OPTIONS);
  assertNotEquals(processes.get("b")!.pid, pid);
  assertEquals(await one.close(), true);
  assertEquals(processes.get("a")!.pid, pid);
  await Promise.all([other.close(), apart.close()]);
  assertEquals([processes.get("a"), processes.get("b")], [undefined, undefined]);
  const next = processes.open("a", OPTIONS);
  assertNotEquals(processes.get("a")!.pid, pid);
  await next.close();
});

Deno.test("SharedProcesses: all in one have the same limits of memory", async () => {
  const processes = new SharedProcesses();
  const wall = processes.open("a", OPTIONS);
  const { message } = assertThrows(() => processes.open("a", { ...OPTIONS, memoryMb: 256 }), ArgumentError);
  assertEquals(
    message,
    'Cannot share a process: all that share the process "a" have its heapMb and memoryMb, which are 64 and 128, ' +
      'got {"heapMb":64,"memoryMb":256}',
  );
  await wall.close();
});

Deno.test("SharedProcesses: what ends the process ends all that share it, and says so; another process goes on", async () => {
  const processes = new SharedProcesses();
  const walls = ["a", "a", "b"].map((name) => processes.open(name, { ...OPTIONS, memoryMb: 4096 }));
  const heard = walls.map((wall) => new Heard(wall));
  for (const wall of walls) load(wall, FATAL);
  await Promise.all(heard.map((each) => each.until("loaded")));
  walls[0]!.post(["in", 0, ['["run",1,"fall",[]]']]);
  const [first, second] = await Promise.all([heard[0]!.end, heard[1]!.end]);
  assertEquals([first, first.exit.startsWith('the process "a", which 2 share, ended: V8 ')], [second, true]);
  walls[2]!.post(["ping", 7]);
  await heard[2]!.until('["pong",7]');
  assertEquals(await Promise.all(walls.map((wall) => wall.close())), [true, true, true]);
});
