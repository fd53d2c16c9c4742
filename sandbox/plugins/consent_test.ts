import { assertEquals, assertThrows } from "@std/assert";
import { NO_PERMISSIONS } from "../permissions/granting.ts";
import { type Consent, grantOf } from "./consent.ts";
import { definePluginApi } from "./plugin_api.ts";
import { PluginError } from "./plugin_error.ts";
import { planPlugin, type PluginPlan } from "./plugin_plan.ts";
import { fakeHost } from "./testdata/sandboxes.ts";

const api = definePluginApi({ version: "1.0", hooks: {} });
const host = fakeHost();
const plan = (read: string[], from?: PluginPlan) =>
  planPlugin({ name: "tax", version: "1.0.0", entry: "main.ts", api: "1.0", permissions: { read } }, {
    files: { "main.ts": "x" },
    api,
    host,
    from,
  });
const yes: Consent = { by: "michael", granted: "asked" };
const refusal = (act: () => unknown) => assertThrows(act, PluginError).message;

Deno.test("grantOf(): what someone agreed to, or less", () => {
  const asked = plan(["/a", "/b"]);
  assertEquals(grantOf(asked, { now: asked, consent: yes, host }), asked.asked);
  const less = grantOf(asked, { now: asked, consent: { by: "michael", granted: { read: ["/a/b"] } }, host });
  assertEquals(less.read, [{ asked: "/a/b", real: "/a/b" }]);
  assertEquals(grantOf(asked, { now: asked, consent: { by: "michael", granted: "none" }, host }), NO_PERMISSIONS);
});

Deno.test("grantOf() refuses without anyone's word", () => {
  const asked = plan(["/a"]);
  assertEquals(
    refusal(() => grantOf(asked, { now: asked, consent: undefined, host })),
    "Cannot install a plugin: tax asks for more than it was granted: read /a",
  );
});

Deno.test("grantOf() grants no more than was asked for", () => {
  const asked = plan(["/a"]);
  assertEquals(
    refusal(() => grantOf(asked, { now: asked, consent: { by: "x", granted: { read: ["/"], env: ["A"] } }, host })),
    "Cannot install a plugin: more would be granted than the plan of tax shows: read /; read the variable A",
  );
});

Deno.test("grantOf() refuses what has changed since the plan was shown", () => {
  const shown = plan(["/link"]);
  host.link = "/etc";
  try {
    assertEquals(
      refusal(() => grantOf(shown, { now: plan(["/link"]), consent: yes, host })),
      "Cannot install a plugin: more would be granted than the plan of tax shows: read /link (which is /etc)",
    );
  } finally {
    host.link = "/data";
  }
});

Deno.test("grantOf(): an update that asks for no more keeps what was granted, and what was refused stays refused", () => {
  const old = plan(["/a", "/b"]);
  const held = {
    plan: old,
    granted: grantOf(old, { now: old, consent: { by: "x", granted: { read: ["/a"] } }, host }),
  };
  const next = plan(["/a/c", "/b"], old);
  assertEquals(grantOf(next, { now: next, consent: undefined, held, host }).read, [{ asked: "/a/c", real: "/a/c" }]);
  const more = plan(["/a", "/c"], old);
  assertEquals(
    refusal(() => grantOf(more, { now: more, consent: undefined, held, host })),
    "Cannot update a plugin: tax asks for more than it was granted: read /c",
  );
  assertEquals(grantOf(more, { now: more, consent: yes, held, host }).read.length, 2);
});
