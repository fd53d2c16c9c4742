import { assertEquals, assertStringIncludes } from "@std/assert";
import { run } from "../lib/command.ts";
import { makeTree } from "../lib/tree_suite.ts";
import { copyPackage, withoutEvents } from "./stripped.ts";

Deno.test("withoutEvents() leaves no question whether anybody listens", () => {
  const source = [
    "if (events.active) events.emit(event);",
    "if (this.process.runtime.events.active && more) tell();",
    "if (isHeard(this.process)) tell();",
    "const active = listeners.length > 0;",
    "function isHeard({ events }: Process) {}",
  ];
  assertEquals(withoutEvents(source.join("\n")).split("\n"), [
    "if (false) events.emit(event);",
    "if (false && more) tell();",
    "if (false) tell();",
    "const active = listeners.length > 0;",
    "function isHeard({ events }: Process) {}",
  ]);
});

Deno.test("copyPackage() copies what a package ships, changed on the way, and nothing else", async () => {
  await using tree = await makeTree({
    "one/mod.ts": 'export * from "./deep/a.ts";',
    "one/deep/a.ts": "export const answer = 41;",
    "one/deep/a_test.ts": "",
    "two/mod.ts": "",
  });
  await run(["git", "init", "--quiet"], { cwd: tree.root });
  const address = await copyPackage("one", {
    change: (source) => source.replace("41", "42"),
    root: tree.root,
  });
  const folder = new URL("..", address);
  try {
    assertStringIncludes(await Deno.readTextFile(new URL("one/deep/a.ts", folder)), "answer = 42");
    const names = [...Deno.readDirSync(folder), ...Deno.readDirSync(new URL("one/deep", folder))].map(({ name }) =>
      name
    );
    assertEquals(names, ["one", "a.ts"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
