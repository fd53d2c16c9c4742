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
    [{ ...good, isolated: "process" }, "an option is one of name, source, entry, isolation, "],
    [{ ...good, limit: { heapMb: 64 } }, 'got "limit"'],
    [[], "the options are an object"],
    [{ ...good, source: { files: null } }, "files of a source are texts by path"],
    [{ ...good, source: { files: "x" } }, "files of a source are texts by path"],
    [{ ...good, source: { files: new Map() } }, "files of a source are texts by path"],
    [{ ...good, source: { modules: null } }, "modules of a source are texts by path"],
    [{ ...good, source: { dir: null } }, "dir of a source is a path"],
    [{ ...good, source: { dir: "" } }, "dir of a source is a path"],
    [{ ...good, source: { module: 5 } }, "module of a source is a path"],
    [{ ...good, source: { module: new URL("https://example.com/a.ts") } }, "or a URL of the form file:"],
    [{ ...good, profile: null }, "a profile is one of"],
    [{ ...good, limits: null }, "limits are an object"],
    [{ ...good, signal: 5 }, "signal is an AbortSignal"],
    [{ ...good, printed: "x" }, "printed is a function"],
  ];
  for (const [options, rule] of bad) {
    assertThrows(() => checkSandboxOptions(options as SandboxOptions), ArgumentError, rule);
  }
});
