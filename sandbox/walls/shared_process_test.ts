import { assertEquals } from "@std/assert";
import { RealClock } from "@superlearner/otp";
import { SharedProcess } from "./shared_process.ts";
import { Heard } from "./wall_suite.ts";

Deno.test("SharedProcess: one that is killed from outside tells each of those in it, and is left once", async () => {
  let left = 0;
  const options = { clock: new RealClock(), heapMb: 64, memoryMb: 128, name: "some", left: () => void left++ };
  const process = new SharedProcess(options);
  const walls = [process.open(), process.open()];
  const heard = walls.map((wall) => new Heard(wall));
  await Promise.all(heard.map((each) => each.until('["ready"')));
  Deno.kill(process.pid, "SIGKILL");
  const exit =
    'the process "some", which 2 share, ended: it was killed from outside (SIGKILL), by an operator or the system';
  assertEquals(await Promise.all(heard.map((each) => each.end)), [{ exit, shared: "some" }, { exit, shared: "some" }]);
  await Promise.all(walls.map((wall) => wall.close()));
  assertEquals(left, 1);
});
