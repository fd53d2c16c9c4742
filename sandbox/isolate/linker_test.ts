import { assertEquals, assertThrows } from "@std/assert";
import vm from "node:vm";
import { importMarker } from "../guest/import_marker.ts";
import { ImportDenied } from "./import_denied.ts";
import { Linker } from "./linker.ts";

/** A linker of a realm in which our code is there by name alone: nothing is evaluated here. */
function linkerOf(): Linker {
  const context = vm.createContext(Object.create(null));
  return new Linker({ context, glue: "glue", runtime: new Map([["@superlearner/otp", "System"]]) });
}

const late = (to: string, version = 0) => ({ id: 1, version, from: "/main.ts", to });
const LOADS = `import load from ${JSON.stringify(importMarker(["./a.ts"]))};`;

Deno.test("Linker: what is anew in a version is what differs, and who imports it", () => {
  const linker = linkerOf();
  const files = {
    "/main.ts": 'import "./a.ts"; import "./c.ts";',
    "/a.ts": 'import "./b.ts";',
    "/b.ts": "",
    "/c.ts": "",
  };
  const link = (version: number, changed: Record<string, string>) =>
    linker.link(new Map(Object.entries({ ...files, ...changed })), { entry: "/main.ts", version }).anew;
  assertEquals(link(0, {}), ["/a.ts", "/b.ts", "/c.ts", "/main.ts"]);
  assertEquals(link(1, { "/b.ts": "1;" }), ["/a.ts", "/b.ts", "/main.ts"]);
  linker.forget(1);
  assertEquals(link(2, {}), []);
  const isAnew = linker.anewIn(new Map(Object.entries({ ...files, "/b.ts": "1;", "/new.ts": "" })));
  assertEquals(["/b.ts", "/main.ts", "/new.ts", "/c.ts"].map(isAnew), [true, true, true, false]);
});

Deno.test("Linker: what is imported late is linked once, stays in the next version, and belongs to who names it", () => {
  const linker = linkerOf();
  const files = { "/main.ts": LOADS, "/a.ts": 'import "./b.ts";', "/b.ts": "" };
  const map = (changed: Record<string, string> = {}) => new Map(Object.entries({ ...files, ...changed }));
  assertEquals(linker.link(map(), { entry: "/main.ts" }).anew, ["/main.ts"]);
  assertEquals(linker.pathsOf(0), ["/main.ts", "/a.ts", "/b.ts"]);
  assertEquals([linker.linkLate(late("/a.ts")).anew, linker.linkLate(late("/a.ts")).anew], [["/a.ts", "/b.ts"], []]);
  assertEquals([linker.changedLate(map()), linker.changedLate(map({ "/b.ts": "1;" }))], [[], ["/a.ts"]]);
  assertEquals(linker.link(map({ "/c.ts": "" }), { entry: "/main.ts", version: 1 }).anew, []);
  linker.keep(1);
  assertEquals(linker.linkLate(late("/a.ts", 1)).anew, []);
  const also = linker.changedLate(map({ "/a.ts": "1;" }));
  assertEquals(linker.link(map({ "/a.ts": "1;" }), { entry: "/main.ts", version: 2, also }).anew, [
    "/a.ts",
    "/main.ts",
  ]);
});

Deno.test("Linker: what has thrown is no part of the next version, nor is what cannot be read", () => {
  const linker = linkerOf();
  const map = new Map([["/main.ts", LOADS], ["/a.ts", ""], ["/bad.ts", "let = ;"], ["/out.ts", 'import "node:fs";']]);
  linker.link(map, { entry: "/main.ts" });
  linker.linkLate(late("/a.ts"));
  linker.threw(late("/a.ts"));
  assertEquals(linker.changedLate(new Map([...map, ["/a.ts", "1;"]])), []);
  for (let time = 0; time < 2; time++) {
    assertThrows(() => linker.linkLate(late("/bad.ts")), SyntaxError, "/bad.ts: ");
    assertThrows(() => linker.linkLate(late("/out.ts")), ImportDenied);
  }
});

Deno.test("Linker: where no module has an import(), nothing can be imported late", () => {
  const linker = linkerOf();
  linker.link(new Map([["/main.ts", 'import { System } from "@superlearner/otp";'], ["/a.ts", ""]]), {
    entry: "/main.ts",
  });
  assertEquals(linker.pathsOf(0), []);
});
