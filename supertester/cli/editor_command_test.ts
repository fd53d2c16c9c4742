import { assert, assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { editorCommand } from "./editor_command.ts";
import { heardTerminal } from "./testdata/terminal.ts";

function printed(name: string) {
  const terminal = heardTerminal();
  assertEquals(editorCommand([name], terminal), 0);
  return JSON.parse(terminal.text());
}

Deno.test("editorCommand: configurations debug with Deno, one of them one interleaving", () => {
  const { configurations, inputs } = printed("launch");
  for (const { type, runtimeExecutable, runtimeArgs, attachSimplePort } of configurations) {
    assertEquals([type, runtimeExecutable, runtimeArgs[0], attachSimplePort], ["node", "deno", "test", 9229]);
    assert(runtimeArgs.includes("--inspect-wait"));
  }
  const replays = configurations.filter(({ env }: { env?: object }) => env);
  assertEquals(replays.map(({ env }: { env: object }) => env), [{ SUPERTESTER_REPLAY: `\${input:${inputs[0].id}}` }]);
});

Deno.test("editorCommand: snippets are tests that the editor's explorer finds", () => {
  const snippets: [string, { body: string[]; prefix: string[] }][] = Object.entries(printed("snippets"));
  const tests = snippets.filter(([name]) => name.endsWith("test"));
  assertEquals(tests.length, 4);
  for (const [name, { body, prefix }] of snippets) {
    assert(prefix.length > 0 && body.every((line) => !line.includes("\n")), name);
    assert(/\$0|\$\{0:/.test(body.join("\n")), `${name}: where the cursor ends`);
  }
  for (const [name, { body }] of tests) assert(body[0]!.startsWith("Deno.test("), name);
});

Deno.test("editorCommand: settings switch the extension on", () => {
  assertEquals(printed("settings")["deno.enable"], true);
});

Deno.test("editorCommand refuses what it does not have", () => {
  for (const args of [[], ["emacs"], ["launch", "settings"], ["toString"]]) {
    assertThrows(
      () => editorCommand(args, heardTerminal()),
      ArgumentError,
      "it prints one of settings, snippets, launch",
    );
  }
});
