import { assert, assertEquals } from "@std/assert";
import manifest from "./deno.json" with { type: "json" };
import * as main from "./mod.ts";

const readme = await Deno.readTextFile(new URL("./README.md", import.meta.url));

Deno.test("D34: what the manual names is there: parts, files, entry points", async () => {
  const table = readme.split("\n").filter((line) => line.startsWith("| ["));
  const links = table.flatMap((row) => [...row.matchAll(/\[`([^`]+)`\]\((\.\/[^)]+)\)/g)]);
  assert(links.length > 20, `${links.length} parts`);
  for (const [, name = "", file = ""] of links) {
    const text = await Deno.readTextFile(new URL(file, import.meta.url));
    const subpath = name.replace("@superlearner/supertester", "").replace(/^\//, "./").replace(/^\.?\//, "./");
    if (name.includes("/")) {
      assertEquals((manifest.exports as Record<string, string>)[subpath], file, name);
    } else {
      assert(name in main, `${name} is exported`);
      assert(new RegExp(`export .*\\b${name}\\b`).test(text), `${name} is in ${file}`);
    }
  }
});

Deno.test("D34: every entry point is in the manual", () => {
  const missing = Object.keys(manifest.exports).filter((subpath) =>
    subpath !== "." && !readme.includes(`${subpath.slice(1)}\`]`)
  );
  assertEquals(missing, []);
});
