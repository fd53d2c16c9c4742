import { assertEquals } from "@std/assert";
import { childrenOf, memoryOf, processesOf, useBelow } from "./process_tree.ts";

Deno.test("process_tree: children and what is below them, counted as far as one wants to know", async () => {
  const mark = `TREE_MARK=${crypto.randomUUID()}`;
  const [name, value] = mark.split("=") as [string, string];
  const script = "(sleep 45 & sleep 45 & wait) & setsid sleep 45 & echo up; wait";
  const child = new Deno.Command("sh", {
    args: ["-c", script],
    env: { [name]: value },
    stdin: "null",
    stdout: "piped",
    detached: true,
  }).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  // Each of them is there once `sh` has forked it; what they are is not looked at.
  while (useBelow(child.pid, 100).count < 4) await new Promise((done) => setImmediate(done));
  // One that becomes another program has no environment for a moment.
  while (processesOf(child.pid, { mark, most: 100 }).length < 5) await new Promise((done) => setImmediate(done));
  assertEquals([childrenOf(child.pid).length, useBelow(child.pid, 100).count, useBelow(child.pid, 1).count], [2, 4, 2]);
  assertEquals(useBelow(child.pid, 100).bytes > 0 && memoryOf(child.pid) > 0, true);
  const all = processesOf(child.pid, { mark, most: 100 });
  assertEquals([all.length, processesOf(child.pid, { mark, most: 2 }).length], [5, 2]);
  for (const pid of all) Deno.kill(pid, "SIGKILL");
  await child.status;
  await reader.cancel();
  assertEquals([childrenOf(child.pid), useBelow(child.pid, 9), memoryOf(child.pid)], [[], { count: 0, bytes: 0 }, 0]);
});
