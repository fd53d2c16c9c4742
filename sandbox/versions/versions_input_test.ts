import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { SandboxError } from "../limits/sandbox_error.ts";
import { diffSources } from "./diff.ts";
import { planReload } from "./reload_plan.ts";
import type { VersionContent } from "./version.ts";
import { VersionHistory } from "./version_history.ts";
import { Wear } from "./wear.ts";

/** What no options are. */
const NO_OPTIONS = [null, 5, "x", []] as never[];
const CONTENT: VersionContent = { sha256: "0", modules: [], sources: new Map() };

const refused = (attempt: () => unknown, rule: string) => assertThrows(attempt, ArgumentError, rule);

Deno.test("diffSources() refuses what are no files, and options that nobody knows", () => {
  for (const none of [null, undefined, 5, "x", [], {}] as never[]) {
    refused(() => diffSources(none, new Map()), "from is a Map");
    refused(() => diffSources(new Map(), none), "to is a Map");
  }
  refused(() => diffSources(new Map(), new Map(), { lines: 1 } as never), "an option is one of context");
});

Deno.test("planReload() refuses what are no modules, and options that nobody knows", () => {
  for (const options of [...NO_OPTIONS, undefined] as never[]) {
    refused(() => planReload(options), "the options are an object");
  }
  for (const none of [null, undefined, 5, "x", {}, [5], [{ path: "/a" }]] as never[]) {
    refused(() => planReload({ from: none, to: [] }), "from is a list of modules that were compiled");
    refused(() => planReload({ from: [], to: none }), "to is a list of modules that were compiled");
  }
  refused(() => planReload({ from: [], to: [], accepts: 5 as never }), "accepts is a function");
  refused(() => planReload({ from: [], to: [], accept: () => true } as never), "an option is one of from, to, accepts");
});

Deno.test("VersionHistory refuses what is no version, no number of one and no option, and nothing is tried then", () => {
  for (const options of NO_OPTIONS) refused(() => new VersionHistory(options), "the options are an object");
  refused(() => new VersionHistory({ kept: 5 } as never), "an option is one of keep, clock");
  for (const clock of [null, 5, {}] as never[]) refused(() => new VersionHistory({ clock }), "clock is a Clock");
  const history = new VersionHistory();
  for (const none of [null, undefined, 5, {}, { ...CONTENT, sources: {} }] as never[]) {
    refused(() => history.attempt(none, { by: "me" }), "a version is what compile() has given");
  }
  for (const options of NO_OPTIONS) refused(() => history.attempt(CONTENT, options), "the options are an object");
  for (const by of [null, undefined, 5] as never[]) refused(() => history.attempt(CONTENT, { by }), "by is a text");
  for (const wrong of [null, "1", {}, Symbol("s")] as never[]) {
    refused(() => history.attempt(CONTENT, { by: "me", rollbackOf: wrong }), "a version is a number");
    for (const method of ["get", "content"] as const) refused(() => history[method](wrong), "a version is a number");
    refused(() => history.diff(wrong, wrong), "a version is a number");
  }
  assertThrows(() => history.attempt(CONTENT, { by: "me", rollbackOf: 9 }), SandboxError, "no version 9");
  refused(() => history.planRollback(1, 5 as never), "accepts is a function");
  assertEquals(history.entries, []);
  const attempt = history.attempt(CONTENT, { by: "me" });
  refused(() => attempt.fail(undefined as never), "reason is a text");
  attempt.commit();
  assertEquals(history.current?.n, 1);
});

Deno.test("Wear refuses what is no limit, no plan and no number of modules", () => {
  for (const options of NO_OPTIONS) refused(() => new Wear(options), "the options are an object");
  refused(() => new Wear({ max: 5 } as never), "an option is one of maxModules");
  for (const maxModules of [null, "5", NaN, 0] as never[]) {
    refused(() => new Wear({ maxModules }), "maxModules is a number above 0");
  }
  const wear = new Wear();
  for (const plan of [null, undefined, 5, {}, { units: null }, { units: ["a"] }] as never[]) {
    refused(() => wear.add(plan), "a plan is what planReload() has given");
  }
  for (const modules of [null, undefined, "5", NaN, -1] as never[]) {
    refused(() => wear.renew(modules), "modules is a whole number from 0 up");
  }
  assertEquals(wear.loaded, 0);
});
