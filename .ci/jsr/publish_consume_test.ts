import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { makeTree } from "../lib/tree_suite.ts";
import { readMembers, ROOT } from "../lib/workspace.ts";
import { entriesTest, runConsumer } from "./consumer.ts";
import { fromFolder } from "./package.ts";
import { copyToPublish, makeCache, publishAll } from "./publish.ts";
import { startRegistry } from "./registry.ts";
import { unresolved, unwantedFiles } from "./rules.ts";

const example = (name: string) => Deno.readTextFile(`${ROOT}/.ci/jsr/testdata/${name}`);

Deno.test("the packages of the workspace are published, and used from an empty folder", async (t) => {
  await using tree = await makeTree({});
  await using registry = startRegistry([await fromFolder(`${ROOT}/.ci/std/assert`)]);
  const members = await readMembers();
  await copyToPublish(ROOT, `${tree.root}/source`);
  const published = await publishAll(`${tree.root}/source`, { registry, cache: await makeCache(`${tree.root}/cache`) });
  assertEquals(published.code, 0, published.output);
  const packages = members.map(({ name }) => registry.packages.get(name)!);

  await t.step("nothing is published that no user needs", () => {
    assertEquals(packages.flatMap(unwantedFiles), []);
  });

  await t.step("all that is imported is published", () => {
    assertEquals(packages.flatMap((one) => unresolved(one, registry.packages)), []);
    for (const path of ["dist/client.js", "dist/theme.js"]) {
      assert(registry.packages.get("@superlearner/learner")?.files.has(path), `${path} is built and published`);
    }
  });

  await t.step("a user's test with supertester, otp and @std/assert passes with an empty cache", async () => {
    const tests = { "counter_test.ts": await example("counter.ts") };
    const { code, output } = await runConsumer(tests, { registry, cache: `${tree.root}/empty` });
    assertEquals(code, 0, output);
    assertStringIncludes(output, "ok | 3 passed | 0 failed");
    assertStringIncludes(output, `${registry.url}@superlearner/supertester/`);
  });

  await t.step("a server is placed in a worker and in a subprocess, with an empty cache", async () => {
    const tests = {
      "deno.json": '{ "unstable": ["worker-options"] }',
      "squares.ts": await example("squares.ts"),
      "placed_test.ts": await example("placed.ts"),
    };
    const { code, output } = await runConsumer(tests, { registry, cache: `${tree.root}/placed` });
    assertEquals(code, 0, output);
  });

  await t.step("code of others is compiled, and its types are checked, with an empty cache", async () => {
    const tests = { "compiled_test.ts": await example("compiled.ts") };
    const { code, output } = await runConsumer(tests, { registry, cache: `${tree.root}/compiled` });
    assertEquals(code, 0, output);
  });

  await t.step("every entry point is imported, and the monitor loads its pages", async () => {
    const tests = { "entries_test.ts": entriesTest(packages), "monitor_test.ts": await example("monitor.ts") };
    const { code, output } = await runConsumer(tests, { registry, cache: await makeCache(`${tree.root}/shared`) });
    assertEquals(code, 0, output);
  });
});
