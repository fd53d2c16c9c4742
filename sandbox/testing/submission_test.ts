import { assertEquals } from "@std/assert";
import { Submission } from "./submission.ts";

Deno.test("Submission: what it is asked goes over as data", async () => {
  const asked: unknown[] = [];
  const gives: Record<string, unknown> = { start: "<0.1.0>", whereis: null, call: 5 };
  const submission = new Submission((name, args) => (asked.push([name, args]), Promise.resolve(gives[name])));
  assertEquals(await submission.call("add", [2, 3]), 5);
  assertEquals((await submission.start("Counter", { name: "c" })).pid, "<0.1.0>");
  assertEquals(await submission.whereis("nobody"), undefined);
  await submission.value("title");
  await submission.tree();
  await submission.settle();
  assertEquals(asked, [
    ["call", ["add", [2, 3]]],
    ["start", ["Counter", { name: "c" }]],
    ["whereis", ["nobody"]],
    ["value", ["title"]],
    ["tree", []],
    ["settle", []],
  ]);
});
