import { assertEquals } from "@std/assert";
import { fixture } from "../fixture_suite.ts";

Deno.test("listProcesses is a bare array of all processes, with their count in a header", async () => {
  await using all = await fixture();
  const { body, headers } = await all.ask("GET /processes");
  assertEquals([body.length, headers.get("x-total-count")], [5, "5"]);
  for (const each of body) assertEquals(typeof each.memory, "number");
  assertEquals(body.map(({ name, type }: { name: string; type: string }) => `${type} ${name}`), [
    "supervisor top",
    "worker counter",
    "worker null",
    "supervisor inner",
    "worker deep",
  ]);
});

Deno.test("listProcesses has no hidden limit", async () => {
  await using all = await fixture();
  for (let at = 0; at < 2000; at++) all.system.attach();
  assertEquals((await all.ask("GET /processes")).body.length, 2005);
});

Deno.test("case 8: listProcesses shows each one that lived throughout once, while others come and go", async () => {
  await using all = await fixture();
  const pids = Array.from({ length: 20 }, () => all.system.attach().pid);
  const seen: string[] = [];
  let query = "?limit=5";
  for (let page = 0; query !== ""; page++) {
    const { body, headers } = await all.ask(`GET /processes${query}`);
    seen.push(...body.map(({ pid }: { pid: string }) => pid));
    const cursor = headers.get("x-next-cursor");
    assertEquals(headers.get("link")?.endsWith('; rel="next"') ?? false, cursor !== null);
    // The last of the page dies, so that the cursor means a dead process; and new ones come.
    all.system.exit(seen.at(-1) as "<0.1.0>", "kill");
    if (page < 3) all.system.attach();
    query = cursor === null ? "" : `?limit=5&cursor=${cursor}`;
  }
  assertEquals(new Set(seen).size, seen.length);
  assertEquals(pids.every((pid) => seen.includes(pid)), true);
});

Deno.test("case 9: listProcesses sorts figures from the highest down, ties by pid, and takes q for a plain text", async () => {
  await using all = await fixture();
  const pids = async (query: string) =>
    (await all.ask(`GET /processes?${query}`)).body.map(({ pid }: { pid: string }) => pid);
  assertEquals(await pids("sort=reductions"), ["<0.1.0>", "<0.2.0>", "<0.3.0>", "<0.4.0>", "<0.5.0>"]);
  assertEquals(await pids("sort=memory&limit=1"), (await pids("sort=memory&order=desc")).slice(0, 1));
  assertEquals(await pids("order=desc&limit=2"), ["<0.5.0>", "<0.4.0>"]);
  assertEquals([await pids("q=.*"), await pids("q=COUNTER&type=worker"), await pids("q=deep")], [
    [],
    ["<0.2.0>", "<0.3.0>", "<0.5.0>"],
    ["<0.5.0>"],
  ]);
  assertEquals([await pids("type=supervisor"), await pids("node=far")], [["<0.1.0>", "<0.4.0>"], []]);
});

Deno.test("case 5: listProcesses refuses a wrong filter instead of leaving it out", async () => {
  await using all = await fixture();
  for (
    const [wrong, field] of [["sort=size", "sort"], ["type=process", "type"], ["limit=0", "limit"], [
      "cursor=x",
      "cursor",
    ], ["page=2", "page"]]
  ) {
    const { status, body } = await all.ask(`GET /processes?${wrong}`);
    assertEquals([status, body.errors[0].path], [400, field]);
  }
});

Deno.test("case 2: listProcesses leaves out who has died", async () => {
  await using all = await fixture();
  all.system.exit(all.pid("deep") as "<0.1.0>", "kill");
  const { body } = await all.ask("GET /processes");
  assertEquals(body.every(({ pid }: { pid: string }) => pid !== "<0.5.0>"), true);
});
