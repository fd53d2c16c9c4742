import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { CompileCache } from "./compile_cache.ts";
import { importersOf, moduleGraph } from "./module_graph.ts";
import { resolveImport } from "./resolve_import.ts";

const refused = (attempt: () => unknown, rule: string) => assertThrows(attempt, ArgumentError, rule);

Deno.test("CompileCache refuses what is no size, and options that nobody knows", () => {
  for (const options of [null, 5, "x", []] as never[]) {
    refused(() => new CompileCache(options), "the options are an object");
  }
  refused(() => new CompileCache({ maxBytes: 1 } as never), "an option is one of maxChars");
  for (const maxChars of [null, "5", NaN, -1] as never[]) {
    refused(() => new CompileCache({ maxChars }), "maxChars is a number from 0 up");
  }
});

Deno.test("moduleGraph() and importersOf() refuse what are no imports, and what are no paths", () => {
  for (const imports of [null, undefined, 5, "x", [], {}] as never[]) {
    refused(() => moduleGraph(imports), "imports is a Map");
    refused(() => importersOf([], imports), "imports is a Map");
  }
  refused(() => moduleGraph(new Map([["/a", null as never]])), "each module has a list of imports");
  for (const changed of [null, undefined, 5, "/a", {}] as never[]) {
    refused(() => importersOf(changed, new Map()), "what has changed is a list of paths");
  }
  assertEquals(importersOf(new Set(["/b"]), new Map([["/a", ["/b"]]])), ["/a", "/b"]);
});

Deno.test("resolveImport() refuses what is no map; what is no specifier is denied", () => {
  const map = { from: "/main.js", paths: new Set<string>(), grants: new Set<string>() };
  for (const none of [null, undefined, 5, []] as never[]) {
    refused(() => resolveImport("./a.js", none), "the options are an object");
  }
  for (const wrong of [null, undefined, 5, {}] as never[]) {
    refused(() => resolveImport("./a.js", { ...map, from: wrong }), "from is a text");
    refused(() => resolveImport("./a.js", { ...map, paths: wrong }), "paths is a Set, or a Map");
    refused(() => resolveImport("./a.js", { ...map, grants: wrong }), "grants is a Set, or a Map");
    assertEquals(resolveImport(wrong, map), { outcome: "denied" });
  }
});
