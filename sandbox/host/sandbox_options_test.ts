import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { checkSandboxOptions, type SandboxOptions } from "./sandbox_options.ts";

const good: SandboxOptions = { name: "a", source: { files: {} } };

Deno.test("checkSandboxOptions() gives good ones back", () => {
  assertEquals(checkSandboxOptions(good), good);
  checkSandboxOptions({ ...good, isolation: { shared: "students" } });
  checkSandboxOptions({
    ...good,
    source: { dir: "/x" },
    isolation: "process",
    restart: "permanent",
    seed: 5,
    entry: "/a.ts",
  });
});

Deno.test("checkSandboxOptions() refuses the others, with the rule", () => {
  const bad: [object | null, string][] = [
    [null, "the options are an object"],
    [{ ...good, name: "host" }, "a sandbox is named by"],
    [{ ...good, source: {} }, "source is one of"],
    [{ ...good, source: { files: {}, dir: "x" } }, "source is one of"],
    [{ ...good, isolation: "thread" }, 'isolation is "worker", "process" or { shared'],
    [{ ...good, isolation: null }, 'isolation is "worker", "process" or { shared'],
    [{ ...good, isolation: { shared: "two words" } }, 'isolation is "worker", "process" or { shared'],
    [{ ...good, restart: "always" }, "restart is one of"],
    [{ ...good, entry: 5 }, "entry is a path"],
    [{ ...good, check: "types" }, "check is true or false"],
    [{ ...good, seed: NaN }, "seed is a number"],
  ];
  for (const [options, rule] of bad) {
    assertThrows(() => checkSandboxOptions(options as SandboxOptions), ArgumentError, rule);
  }
});
