import { assertEquals } from "@std/assert";
import type { CompiledModule } from "../compiling/compiled.ts";
import { planReload, type ReloadPlanOptions } from "./reload_plan.ts";

/** Modules by path: their text, and what they import. */
function modules(wired: Record<string, [string, ...string[]]>): CompiledModule[] {
  return Object.entries(wired).map(([path, [code, ...imports]]) => ({
    path,
    kind: "js",
    sha256: code,
    closureSha256: "",
    imports: imports.map((to) => ({ specifier: `.${to}`, to, kind: "static", line: 1, column: 1 })),
    importMeta: false,
    code,
  }));
}

const WIRED: Record<string, [string, ...string[]]> = {
  "/main": ["1", "/server", "/other"],
  "/server": ["1", "/price"],
  "/price": ["1", "/tax"],
  "/tax": ["1"],
  "/other": ["1"],
};

function plan(change: Record<string, [string, ...string[]]>, accepts?: ReloadPlanOptions["accepts"]) {
  const to = modules({ ...WIRED, ...change });
  return planReload({ from: modules(WIRED), to, ...accepts === undefined ? {} : { accepts } });
}

Deno.test("planReload() goes upwards from what differs until a module takes it", () => {
  const found = plan({ "/tax": ["2"] }, (path) => path === "/server");
  assertEquals(found, {
    changed: ["/tax"],
    removed: [],
    units: [["/tax"], ["/price"], ["/server"]],
    boundaries: ["/server"],
    unaccepted: [],
    broken: [],
  });
});

Deno.test("planReload() says who has to begin anew where nobody takes it", () => {
  const found = plan({ "/tax": ["2"] });
  assertEquals(found.units.flat(), ["/tax", "/price", "/server", "/main"]);
  assertEquals([found.boundaries, found.unaccepted], [[], ["/main"]]);
});

Deno.test("planReload() ends at the module itself if that takes its own change", () => {
  assertEquals(plan({ "/tax": ["2"] }, (path) => path === "/tax").units, [["/tax"]]);
});

Deno.test("case 15: the same text that imports elsewhere is a change", () => {
  const found = plan({ "/server": ["1", "/other"] });
  assertEquals(found.changed, ["/server"]);
});

Deno.test("case 16: a cycle is reached as one unit, and one of it takes the change for all or none does", () => {
  const cycle: Record<string, [string, ...string[]]> = { "/a": ["1", "/b"], "/b": ["1", "/a"], "/top": ["1", "/a"] };
  const to = modules({ ...cycle, "/b": ["2", "/a"] });
  const found = planReload({ from: modules(cycle), to, accepts: (path) => path === "/top" });
  assertEquals([found.units, found.boundaries], [[["/a", "/b"], ["/top"]], ["/top"]]);
});

Deno.test("planReload() tells what is gone, and who still asks for it", () => {
  const { "/tax": _, ...rest } = WIRED;
  const found = planReload({ from: modules(WIRED), to: modules(rest) });
  assertEquals([found.removed, found.broken, found.changed], [["/tax"], ["/price"], []]);
});

Deno.test("planReload() of nothing is nothing, and all of the first version is new", () => {
  assertEquals(plan({}).units, []);
  assertEquals(planReload({ from: [], to: modules(WIRED) }).units.length, 5);
});

Deno.test("planReload() follows a literal import() upwards", () => {
  const wired = modules({ "/main": ["1", "/late"], "/late": ["1"] });
  const dynamic = (all: readonly CompiledModule[]): CompiledModule[] =>
    all.map((each) => ({ ...each, imports: each.imports.map((one) => ({ ...one, kind: "dynamic" })) }));
  const to = modules({ "/main": ["1", "/late"], "/late": ["2"] });
  assertEquals(planReload({ from: dynamic(wired), to: dynamic(to) }).units, [["/late"], ["/main"]]);
});
