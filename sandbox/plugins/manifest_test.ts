import { assertEquals, assertThrows } from "@std/assert";
import { checkManifest, manifestProblems, parseManifest } from "./manifest.ts";
import { PluginError } from "./plugin_error.ts";

const least = { name: "tax", version: "1.2.0", entry: "main.ts", api: "1.0" };
const rules = (changes: Record<string, unknown>) => manifestProblems({ ...least, ...changes });

Deno.test("checkManifest() gives a whole manifest, its own and frozen", () => {
  const given = { ...least, hooks: ["price"], limits: { heapMb: 32 } };
  const manifest = checkManifest(given);
  assertEquals(manifest, {
    description: "",
    permissions: "none",
    profile: "balanced",
    ...given,
  });
  given.hooks.push("more");
  assertEquals([manifest.hooks, Object.isFrozen(manifest.hooks), Object.isFrozen(manifest)], [["price"], true, true]);
});

Deno.test("checkManifest() says everything that is wrong", () => {
  const error = assertThrows(() => checkManifest({ name: "Tax", version: 1.2, hooks: 7, more: 1 }), PluginError);
  assertEquals(error.failure, {
    kind: "invalid_manifest",
    problems: [
      { field: "name", rule: "is made of small letters, digits and -, and begins with a letter", got: '"Tax"' },
      { field: "version", rule: 'is written "1.2.0"', got: "1.2" },
      { field: "entry", rule: "is the path of a module among the plugin's files", got: "undefined" },
      { field: "api", rule: 'is written "1.0"', got: "undefined" },
      { field: "hooks", rule: "is a list of names of functions, each once", got: "7" },
      { field: "more", rule: "is no field of a manifest" },
    ],
  });
  assertEquals(
    error.message,
    'Cannot read a manifest: name is made of small letters, digits and -, and begins with a letter, got "Tax", and 5 more',
  );
});

Deno.test("manifestProblems(): each field takes its values and no others", () => {
  const fine: [string, unknown[]][] = [
    ["name", ["a", "a-1", "x".repeat(40)]],
    ["version", ["0.0.0", "10.20.30", "1.0.0-beta.1"]],
    ["entry", ["main.ts", "/src/main.js", "a/b.c.mts"]],
    ["api", ["1.0", "12.34"]],
    ["description", ["", "Adds tax"]],
    ["permissions", ["none", {}, { read: ["/a"] }, { env: true, allowAll: true }]],
    ["profile", ["strict"]],
    ["limits", [{}, { wallMs: 1 }]],
    ["isolation", ["worker", "process", { shared: "rates" }]],
    ["hooks", [[], ["price", "orderPlaced"]]],
  ];
  for (const [field, values] of fine) {
    for (const value of values) assertEquals([field, value, rules({ [field]: value })], [field, value, []]);
  }
  const wrong: [string, unknown[]][] = [
    ["name", ["", "1a", "A", "a_b", "../a", "x".repeat(41), 7, undefined]],
    ["version", ["1", "1.0", "v1.0.0", "1.0.0+x", "1.0.0\n", 1]],
    ["entry", [
      "",
      "../main.ts",
      "a/../b.ts",
      "./main.ts",
      "main",
      "main.css",
      "https://x/main.ts",
      "a//b.ts",
      "a\0.ts",
    ]],
    ["api", ["1", "1.0.0", 1.0]],
    ["description", [7, "x".repeat(501)]],
    ["permissions", ["all", { reed: [] }, { read: true }]],
    ["profile", ["loose", 7]],
    ["limits", [7, { heap: 1 }, { wallMs: 0 }]],
    ["isolation", ["none", undefined, null, {}, { shared: "" }, { shared: "host" }, { shared: "a", more: 1 }]],
    ["hooks", ["price", ["price", "price"], ["__proto__"], ["a b"], [7]]],
  ];
  for (const [field, values] of wrong) {
    for (const value of values) {
      assertEquals([field, value, rules({ [field]: value }).map((one) => one.field)], [field, value, [field]]);
    }
  }
  for (const value of [null, [], "x"]) {
    assertEquals(manifestProblems(value), [{ field: "", rule: "is an object", got: JSON.stringify(value) }]);
  }
});

Deno.test("manifestProblems() hands on what permissions, limits and profiles say", () => {
  assertEquals(rules({ permissions: { read: true }, limits: { wallMs: 0 } }), [
    {
      field: "permissions",
      rule: "is not right: Cannot grant permissions: all of read needs allowAll: true beside it, got true",
    },
    {
      field: "limits",
      rule:
        "is not right: Cannot set the limits of a sandbox: wallMs is a whole number from 1 to 2147483647 or Infinity, got 0",
    },
  ]);
});

Deno.test("parseManifest() reads JSON, and not too much of it", () => {
  assertEquals(parseManifest(JSON.stringify(least)).name, "tax");
  const refusal = (text: string) => assertThrows(() => parseManifest(text), PluginError).message;
  assertEquals(refusal("{").startsWith("Cannot read a manifest: the manifest is JSON: "), true);
  assertEquals(refusal(" ".repeat(70_000)), "Cannot read a manifest: the manifest is at most 65536 characters long");
  assertEquals(
    refusal(null as unknown as string),
    "Cannot read a manifest: the manifest is a text, got null",
  );
  const proto = refusal(`{"__proto__":{},${JSON.stringify(least).slice(1)}`);
  assertEquals(proto, "Cannot read a manifest: __proto__ is no field of a manifest");
});
