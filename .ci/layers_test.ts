import { assert } from "@std/assert";
import { BROWSER, LAYERS } from "./layers.ts";

Deno.test("LAYERS names only packages that it declares", () => {
  for (const [name, { uses }] of Object.entries(LAYERS)) {
    for (const used of uses) assert(used in LAYERS, `${name} uses ${used}, which is not declared`);
  }
});

Deno.test("LAYERS has no cycle between packages", () => {
  const reaches = (from: string, goal: string): boolean =>
    LAYERS[from]!.uses.some((used) => used === goal || reaches(used, goal));
  for (const name of Object.keys(LAYERS)) assert(!reaches(name, name), `${name} reaches itself`);
});

Deno.test("LAYERS allows a folder only folders and files that exist in the table or by name", () => {
  for (const [name, { folders = {} }] of Object.entries(LAYERS)) {
    for (const [folder, targets] of Object.entries(folders)) {
      for (const target of targets) {
        const known = ["*", "."].includes(target) || target in folders || target.endsWith(".ts");
        assert(known, `${name}/${folder} may import ${target}, which is not declared`);
      }
    }
  }
});

Deno.test("BROWSER names declared packages", () => {
  for (const name of Object.keys(BROWSER)) assert(name in LAYERS, `${name} is not declared`);
});
