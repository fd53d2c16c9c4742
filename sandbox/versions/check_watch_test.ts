import { assertRejects, assertStrictEquals } from "@std/assert";
import { ArgumentError, RealClock } from "@superlearner/otp";
import { checkWatch } from "./check_watch.ts";
import { watch, type WatchOptions } from "./watch.ts";

Deno.test("checkWatch() gives back what has the right form", () => {
  const options: WatchOptions = {
    debounceMs: 1,
    clock: new RealClock(),
    read: () => Promise.resolve({ files: [], folders: [] }),
    include: ["/a/**"],
    exclude: [],
    maxBytes: 0,
    maxFiles: Infinity,
  };
  assertStrictEquals(checkWatch(".", options), options);
  assertStrictEquals(checkWatch(new URL("file:///a"), options), options);
});

Deno.test("watch() refuses what is no directory, and options that are none", async () => {
  const refused = (rule: string, dir: unknown, options?: unknown) =>
    assertRejects(() => watch(dir as string, options as WatchOptions), ArgumentError, rule);
  for (const dir of [null, undefined, 5, "", {}, Symbol("s"), new URL("http://a.test/")]) {
    await refused("dir is a path, or a URL of the form file:", dir);
  }
  for (const options of [null, 5, "x", []]) await refused("the options are an object", ".", options);
  await refused("an option is one of debounceMs", ".", { debounce: 5 });
  for (const debounceMs of [null, "5", NaN, 0, -1, Infinity]) {
    await refused("debounceMs is a number above 0", ".", { debounceMs });
  }
  for (const wrong of [null, 5, {}, "x"]) {
    await refused("clock is a Clock", ".", { clock: wrong });
    await refused("events is a function", ".", { events: wrong });
    await refused("read is a function", ".", { read: wrong });
    await refused("include is a list of texts", ".", { include: wrong });
    await refused("exclude is a list of texts", ".", { exclude: wrong });
  }
  for (const wrong of [null, "5", NaN, -1]) {
    await refused("maxBytes is a number from 0 up", ".", { maxBytes: wrong });
    await refused("maxFiles is a number from 0 up", ".", { maxFiles: wrong });
  }
});
