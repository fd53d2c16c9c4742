import { assertEquals } from "@std/assert";
import { PluginError, type PluginFailure, problemOf } from "./plugin_error.ts";

Deno.test("PluginError: each kind says what was attempted, the rule and the value", () => {
  const failures: [PluginFailure, string][] = [
    [{ kind: "invalid_manifest", problems: [] }, "the manifest is not right"],
    [{ kind: "invalid_manifest", problems: [{ field: "", rule: "is an object" }] }, "the manifest is an object"],
    [
      {
        kind: "invalid_manifest",
        problems: [problemOf("a", "is there", "x\n".repeat(2)), problemOf("b", "is there", 1n)],
      },
      'a is there, got "x\\nx\\n", and 1 more',
    ],
    [{ kind: "invalid_manifest", problems: [problemOf("b", "is there", 1n)] }, "b is there, got what cannot be shown"],
    [
      { kind: "invalid_manifest", problems: [{ field: "a\n", rule: "is there" }, { field: "b", rule: "is there" }] },
      "a  is there, and 1 more",
    ],
    [
      { kind: "incompatible", plugin: "tax", wants: "2.0", has: "1.4" },
      "tax was written for version 2.0 of the hooks, and there is 1.4",
    ],
    [
      { kind: "needs_consent", plugin: "tax", asks: ["read /a", "run /b"] },
      "tax asks for more than it was granted: read /a; run /b",
    ],
    [
      { kind: "more_than_planned", plugin: "tax", asks: ["read /a"] },
      "more would be granted than the plan of tax shows: read /a",
    ],
    [
      { kind: "changed_plan", plugin: "tax", part: "digest" },
      "the plan of tax is not the one that was made: its digest does not fit its manifest and files",
    ],
    [{ kind: "already_installed", plugin: "tax" }, "tax is installed"],
    [{ kind: "not_installed", plugin: "tax" }, "tax is not installed"],
    [
      { kind: "switched_off", plugin: "tax", failures: 5 },
      "tax is switched off, since it failed 5 times in a row",
    ],
    [
      { kind: "missing_hook", plugin: "tax", hook: "price" },
      "tax listens to price, and its entry exports no function of that name",
    ],
    [{ kind: "not_listening", plugin: "tax", hook: "price" }, "tax does not listen to price"],
    [
      { kind: "bad_answer", plugin: "tax", hook: "price", message: "a\x1b[2Jb" },
      "tax answers price with what is no answer: a [2Jb",
    ],
    [{ kind: "closed" }, "the plugins are closed"],
  ];
  for (const [failure, text] of failures) {
    const error = new PluginError("do it", failure);
    assertEquals([error.message, error.kind, error.name], [`Cannot do it: ${text}`, failure.kind, "PluginError"]);
  }
});
