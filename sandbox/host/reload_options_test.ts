import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { checkReload, checkReloadOptions, exchangeOf, type ReloadOptions } from "./reload_options.ts";

function refusal(check: () => unknown): string {
  return assertThrows(check, ArgumentError).message;
}

Deno.test("checkReload() gives back what has the right form, and says what has not", () => {
  const good = { by: "me", pauseMs: 1, timeoutMs: Infinity, codeChange: () => 1 };
  assertStrictEquals(checkReload("go", good), good);
  const refused = (options: unknown) => refusal(() => checkReload("go", options as never));
  assertEquals(refused(5), "Cannot go: the options are an object, got 5");
  assertEquals(refused({ codeChange: "up" }), 'Cannot go: codeChange is a function, got "up"');
  assertEquals(refused({ by: 1 }), "Cannot go: by is the name of who does it, got 1");
  assertEquals(refused({ pauseMs: 0 }), "Cannot go: pauseMs is a number of milliseconds above 0, got 0");
  assertEquals(
    refused({ files: {} }),
    'Cannot go: an option is one of codeChange, by, pauseMs, timeoutMs, got "files"',
  );
  assertEquals(refused({ timeoutMs: NaN }), "Cannot go: timeoutMs is a number of milliseconds above 0, got NaN");
});

Deno.test("exchangeOf() gives those that are about the exchange, once they have the right form", () => {
  assertEquals(exchangeOf("go", { by: "me", files: {} } as ReloadOptions), { by: "me" });
  assertEquals(refusal(() => exchangeOf("go", { by: 1 as never })), "Cannot go: by is the name of who does it, got 1");
});

Deno.test("checkReloadOptions() names what has not the right form", () => {
  const refused = (options: unknown) => refusal(() => checkReloadOptions("go", options as never)).split(", got")[0];
  assertEquals(refused({ file: {} })?.startsWith("Cannot go: an option is one of files, module, dir, modules"), true);
  assertEquals(refused({ files: {}, only: null }), "Cannot go: only is true or false");
  for (const value of [null, 5, "", Symbol("s"), new URL("http://a.test/")]) {
    assertEquals(refused({ dir: value }), "Cannot go: dir is a path, or a URL of the form file:");
    assertEquals(refused({ module: value }), "Cannot go: module is a path, or a URL of the form file:");
  }
});

Deno.test("checkReloadOptions() wants exactly one thing to reload", () => {
  for (const good of [{ dir: "/x" }, { modules: {} }] as ReloadOptions[]) {
    assertStrictEquals(checkReloadOptions("go", good), good);
  }
  const wrong = [{}, { files: [] }, { files: {}, module: "/x" }, { files: {}, modules: {} }, { files: null }, {
    modules: null,
  }];
  for (const options of [...wrong, { modules: "/main.js" }] as unknown as ReloadOptions[]) {
    const message = refusal(() => checkReloadOptions("go", options));
    assertEquals(
      message.startsWith("Cannot go: what is reloaded is one of files, module, dir and modules, got "),
      true,
    );
  }
});
