import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { checkPlan, manifestOf, planShape } from "./check_plan.ts";
import { definePluginApi, hook } from "./plugin_api.ts";
import { PluginError } from "./plugin_error.ts";
import { planPlugin, type PluginPlan } from "./plugin_plan.ts";
import { fakeHost } from "./testdata/sandboxes.ts";

const api = definePluginApi({ version: "1.0", hooks: { price: hook() } });
const host = fakeHost();
const least = { name: "tax", version: "1.0.0", entry: "main.ts", api: "1.0", permissions: { read: ["/link"] } };
const plan = (changes: Record<string, unknown> = {}, from?: PluginPlan) =>
  planPlugin({ ...least, ...changes }, { files: { "main.ts": "x" }, api, host, keep: ["/plugins/tax"], from });
const anew = (shown: PluginPlan, from?: PluginPlan) =>
  planPlugin(manifestOf(shown), { files: shown.files, as: shown.name, keep: shown.keep, api, host, from });
const check = (shown: PluginPlan, { agreed = true, from }: { agreed?: boolean; from?: PluginPlan } = {}) =>
  checkPlan("install a plugin", shown, { now: anew(shown, from), agreed });
const refusal = (act: () => void) => assertThrows(act, PluginError).message;

Deno.test("checkPlan() takes a plan that was elsewhere, as JSON and in any order, an update too", () => {
  const first = plan({ limits: { wallMs: Infinity } });
  const old = plan({ permissions: "none" });
  for (const [shown, from] of [[first, undefined], [plan({}, old), old], [plan({}, old), first]] as const) {
    const back = JSON.parse(JSON.stringify(shown)) as PluginPlan;
    check(back, { ...(from && { from }) });
    const other = Object.fromEntries(Object.entries(back).reverse()) as unknown as PluginPlan;
    const manifest = Object.fromEntries(Object.entries(back.manifest).reverse()) as unknown as PluginPlan["manifest"];
    check({ ...other, manifest }, { ...(from && { from }) });
  }
});

Deno.test("checkPlan() refuses one whose code, words or asks are others than were planned", () => {
  const shown = plan();
  const start = "Cannot install a plugin: the plan of tax is not the one that was made: its";
  const changes: [string, Partial<PluginPlan>][] = [
    ["digest", { files: { "main.ts": "y" } }],
    ["digest", { manifest: { ...shown.manifest, version: "1.0.1" } }],
    ["digest", { manifest: { ...shown.manifest, permissions: { read: ["/"] } } }],
    ["digest", { digest: "0" }],
    ["limits", { limits: { ...shown.limits, heapMb: 1 } }],
    ["isolation", { isolation: "process" }],
    ["needsConsent", { needsConsent: false }],
    ["asks", { asks: [] }],
    ["text", { text: "Plugin tax 1.0.0" }],
    ["text", { from: "0.9.0" }],
    ["text", { keep: [] }],
    ["asked", { asked: plan({ permissions: { read: ["/"] } }).asked }],
  ];
  for (const [part, change] of changes) {
    assertEquals(refusal(() => check({ ...shown, ...change })), `${start} ${part} does not fit its manifest and files`);
  }
  const old = plan({ permissions: "none" });
  const update = plan({}, old);
  assertEquals(
    refusal(() => check({ ...update, asks: [], needsConsent: false }, { from: old })),
    `${start} text does not fit its manifest and files`,
  );
});

Deno.test("checkPlan(): where links lead elsewhere, what was agreed to is void; an update that nobody was shown goes on", () => {
  const shown = plan();
  host.link = "/etc";
  try {
    check(shown, { agreed: false });
    assertEquals(
      refusal(() => check(shown)),
      "Cannot install a plugin: more would be granted than the plan of tax shows: read /link (which is /etc)",
    );
  } finally {
    host.link = "/data";
  }
});

Deno.test("planShape() refuses what is no plan", () => {
  const shown = plan();
  assertEquals(planShape("do it", shown), shown);
  const { text: _text, ...untold } = shown;
  const none = [undefined, null, "x", {}, untold, { ...shown, files: null }, { ...shown, keep: 5 }, {
    ...shown,
    asks: [5],
  }];
  for (const value of none) {
    const { action, rule } = assertThrows(() => planShape("do it", value as unknown as PluginPlan), ArgumentError);
    assertEquals([action, rule], ["do it", "a plan is what plan() gives"]);
  }
});
