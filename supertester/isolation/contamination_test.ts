import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { ContaminationError } from "./contamination.ts";
import { addHostPart } from "./host_parts.ts";
import { createContext, isolated } from "./isolated.ts";

const host = globalThis as { leaked?: number; structuredClone?: unknown };

async function contaminated(body: () => unknown): Promise<ContaminationError> {
  return await assertRejects(() => isolated(() => void body(), { mode: "contamination" })(), ContaminationError);
}

Deno.test("D27: contamination fails the test, and names what was changed and where; it is put back", async () => {
  const { structuredClone: original } = host;
  const error = await contaminated(() => {
    host.leaked = 1;
    host.structuredClone = () => {};
  });
  assertEquals(error.changes.map(({ kind, what }) => `${kind} ${what}`).toSorted(), [
    "global leaked added",
    "global structuredClone replaced",
  ]);
  assertEquals([host.leaked, host.structuredClone], [undefined, original]);
});

Deno.test("D27: native timers, listeners and workers that are left behind are named, those that have ended not", async () => {
  const listener = () => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  const error = await contaminated(() => {
    // deno-lint-ignore superlearner/no-sleep -- what is tested is that it is found
    timer = setTimeout(listener, 60_000);
    globalThis.addEventListener("online", listener);
    globalThis.addEventListener("offline", listener);
    globalThis.removeEventListener("offline", listener);
    new Worker(URL.createObjectURL(new Blob([""])), { type: "module" }).terminate();
  });
  clearTimeout(timer);
  globalThis.removeEventListener("online", listener);
  assertEquals(error.changes.map(({ kind, what }) => `${kind} ${what}`), [
    "timer setTimeout of 60000 ms",
    "listener of online",
  ]);
  assertStringIncludes(error.message, "contamination_test.ts:");
});

Deno.test("D27: full puts back without failing, basic does not look", async () => {
  await isolated(() => void (host.leaked = 1), { mode: "full" })();
  assertEquals(host.leaked, undefined);
  await isolated(() => void (host.leaked = 1))();
  assertEquals(host.leaked, 1);
  delete host.leaked;
});

Deno.test("addHostPart: a part of one's own is watched and put back as well", async () => {
  let env = "a";
  using _part = addHostPart({
    name: "env",
    watch() {
      const before = env;
      return {
        changes: () => env === before ? [] : [{ kind: "env", what: `is ${env}` }],
        restore: () => void (env = before),
      };
    },
  });
  const error = await contaminated(() => env = "b");
  assertEquals([error.changes, env], [[{ kind: "env", what: "is b" }], "a"]);
  await using _fine = createContext({ mode: "contamination" });
});
