import { assertEquals, assertRejects } from "@std/assert";
import { ArgumentError, System } from "@superlearner/otp";
import type { Reloaded, ReloadOptions } from "./reload_options.ts";
import { type SandboxWatchOptions, watchSandbox } from "./watch_sandbox.ts";

const RELOADED: Reloaded = { version: 1, from: 1, modules: [], servers: [], pausedMs: 0, cycles: [] };

Deno.test("watchSandbox() reloads what is there to begin with and what changes; what fails is told", async () => {
  await using system = new System();
  const dir = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${dir}/a.js`, "1;");
    const heard = Array.from({ length: 3 }, () => Promise.withResolvers<unknown>());
    let last = 0;
    const hear = (what: unknown) => heard[last++]?.resolve(what);
    const reload = ({ files = {}, ...rest }: ReloadOptions) => {
      assertEquals(Object.entries(rest), [["by", "me"], ["only", true]]);
      if (files["/a.js"] === "2;") return Promise.reject(new Error("not 2"));
      hear(files);
      return Promise.resolve(RELOADED);
    };
    const watching = await watchSandbox({ dir, name: "guest", system, reload }, {
      debounceMs: 10,
      by: "me",
      onError: (error) => hear((error as Error).message),
    });
    assertEquals(watching.dir, dir);
    assertEquals(await heard[0]!.promise, { "/a.js": "1;" });
    await Deno.writeTextFile(`${dir}/a.js`, "2;");
    assertEquals(await heard[1]!.promise, "not 2");
    await Deno.writeTextFile(`${dir}/a.js`, "3;");
    assertEquals(await heard[2]!.promise, { "/a.js": "3;" });
    await watching[Symbol.asyncDispose]();
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("watchSandbox() checks its options", async () => {
  await using system = new System();
  const parts = { dir: ".", name: "guest", system, reload: () => Promise.resolve(RELOADED) };
  await assertRejects(() => watchSandbox(parts, { debounceMs: 0 }), ArgumentError, "debounceMs is a number above 0");
  const refused = (options: unknown, rule: string) =>
    assertRejects(() => watchSandbox(parts, options as SandboxWatchOptions), ArgumentError, rule);
  for (const options of [null, 5, "x", []]) await refused(options, "the options are an object");
  for (const options of [{ debounce: 5 }, { clock: system.clock }]) {
    await refused(options, "an option is one of debounceMs");
  }
  for (const wrong of [null, 5, "x"]) {
    for (const name of ["onReload", "onError", "codeChange"]) await refused({ [name]: wrong }, `${name} is a function`);
  }
  await refused({ by: 5 }, "by is the name of who does it");
  await refused({ pauseMs: 0 }, "pauseMs is a number of milliseconds above 0");
  await assertRejects(
    () => watchSandbox({ ...parts, dir: null as never }, {}),
    ArgumentError,
    "dir is a path, or a URL of the form file:",
  );
});
