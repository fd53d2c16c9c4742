import { assertEquals, assertRejects } from "@std/assert";
import { System } from "@superlearner/otp";
import { Compiler } from "../compiling/compiler.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import type { Life } from "./life.ts";
import type { ExchangeOptions } from "./live_versions.ts";
import { RUNTIME_MODULES } from "../compiling/runtime_types.ts";
import { prepareModules } from "./prepare_modules.ts";
import { Reloader } from "./reloader.ts";

Deno.test("Reloader: one at a time, versions by number, directions by where the text came first, and renewal", async () => {
  await using system = new System();
  await using compiler = new Compiler({ grants: RUNTIME_MODULES });
  const exchanges: unknown[] = [];
  const noted: unknown[] = [];
  let failing = false;
  let under = 0;
  const life = {
    versions: {
      load: async () => {
        assertEquals(++under, 1, "no two at a time");
        await Promise.resolve();
        if (failing) under = 0;
        if (failing) throw new SandboxError("reload", { kind: "load_failed", module: "/a.js", message: "no" });
        return { load: 1, modules: ["/a.js"] };
      },
      exchange: async (_loaded: unknown, { from, to, down }: ExchangeOptions) => {
        exchanges.push([from, to, down]);
        await Promise.resolve();
        under--;
        return { servers: [], pausedMs: 0 };
      },
    },
  } as unknown as Life;
  const first = await prepareModules(compiler, {
    action: "create",
    source: { files: { "/a.js": "0;" } },
    entry: undefined,
  });
  let renewed = 0;
  const reloader = new Reloader({
    name: "guest",
    system,
    first,
    compiler,
    renewAfter: 2,
    life: () => Promise.resolve(life),
    renew: () => ++renewed === 2 ? Promise.reject(new Error("not now")) : Promise.resolve(),
    noted: (what, { result, by }) => noted.push(`${what} ${result} ${by}`),
  });
  const reload = (text: string) => reloader.reload({ files: { "/a.js": text }, by: "emma" });

  await Promise.all([reload("1;"), reload("2;")]); // versions 2 and 3
  assertEquals([exchanges.splice(0), renewed, reloader.origin()], [[[1, 2, false], [2, 3, false]], 1, 3]);
  await reloader.rollback(1, { by: "michael" }); // version 4
  await reloader.rollback(3, {}); // version 5: up again
  await reloader.rollback(2, {}); // version 6
  assertEquals(exchanges.splice(0), [[3, 1, true], [1, 3, false], [3, 2, true]]);
  assertEquals([reloader.current.n, reloader.origin(), [...reloader.content.modules.values()]], [6, 2, ["1;"]]);

  failing = true;
  await assertRejects(() => reload("9;"), SandboxError, "does not load");
  await assertRejects(() => reloader.rollback(7, { by: "eve" }), SandboxError, "no version 7 that ever ran");
  failing = false;
  assertEquals(reloader.versions.map(({ status }) => status), [
    "kept",
    "kept",
    "kept",
    "kept",
    "old",
    "current",
    "failed",
  ]);
  assertEquals(reloader.current.n, 6);
  assertEquals(noted, [
    "reload ok emma",
    "reload ok emma",
    "renew ok host",
    "rollback ok michael",
    "rollback ok host",
    "renew failed host",
    "rollback ok host",
    "reload failed emma",
    "rollback failed eve",
  ]);
});
