import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { checkReload, checkReloadOptions, type ReloadOptions } from "./reload_options.ts";

function refusal(check: () => unknown): string {
  return assertThrows(check, ArgumentError).message;
}

Deno.test("checkReload() gives back what has the right form, and says what has not", () => {
  const good = { by: "me", pauseMs: 1, timeoutMs: Infinity, codeChange: () => 1 };
  assertStrictEquals(checkReload("go", good), good);
  const refused = (options: unknown) => refusal(() => checkReload("go", options as never));
  assertEquals(refused(5), "Cannot go: the options are an object, got 5");
  assertEquals(refused({ codeChange: "up" }), 'Cannot go: codeChange is a function, got "up"');
  assertEquals(refused({ by: 1 }), "Cannot go: by is a text, got 1");
  assertEquals(refused({ pauseMs: 0 }), "Cannot go: pauseMs is a number of milliseconds above 0, got 0");
  assertEquals(refused({ timeoutMs: NaN }), "Cannot go: timeoutMs is a number of milliseconds above 0, got NaN");
});

Deno.test("checkReloadOptions() wants exactly one thing to reload", () => {
  for (const good of [{ dir: "/x" }, { modules: {} }] as ReloadOptions[]) {
    assertStrictEquals(checkReloadOptions("go", good), good);
  }
  const wrong = [{}, { files: {}, module: "/x" }, { files: {}, modules: {} }, { files: null }, { modules: null }];
  for (const options of [...wrong, { modules: "/main.js" }] as unknown as ReloadOptions[]) {
    const message = refusal(() => checkReloadOptions("go", options));
    assertEquals(
      message.startsWith("Cannot go: what is reloaded is one of files, module, dir and modules, got "),
      true,
    );
  }
});
