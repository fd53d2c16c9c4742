import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { CODE } from "./testdata/isolates.ts";
import { ImportDenied } from "./import_denied.ts";
import { Isolate } from "./isolate.ts";
import { AheadLink } from "./link_ahead.ts";
import { NOBODY } from "./rehearsal.ts";
import { said } from "./testdata/isolates.ts";

const MAP = new Map([["/main.ts", 'import { a } from "./a.ts"; console.log(a);'], ["/a.ts", "export const a = 'A';"]]);
const [PLAIN, entry] = [{ granted: [], env: {} }, "/main.ts"];

function partsOf() {
  const realm = CODE.realm(PLAIN);
  return { context: realm.context, glue: realm.glue, runtime: CODE.names(realm) };
}

Deno.test("AheadLink fits the same modules with the same entry, and no others", () => {
  const ahead = new AheadLink(partsOf(), { map: MAP, entry });
  assertEquals(ahead.linked.anew, ["/a.ts", "/main.ts"]);
  assertEquals(ahead.fits(new Map(MAP), { entry }), true);
  assertEquals(ahead.fits(MAP, { entry: "/a.ts" }), false);
  assertEquals(ahead.fits(MAP, { entry, version: 1 }), false);
  assertEquals(ahead.fits(MAP, { entry, also: ["/a.ts"] }), false);
  assertEquals(ahead.fits(new Map([...MAP, ["/b.ts", ""]]), { entry }), false);
  assertEquals(ahead.fits(new Map([...MAP, ["/a.ts", "export const a = 'B';"]]), { entry }), false);
});

Deno.test("AheadLink tells what cannot be linked", () => {
  const link = (code: string) => () => new AheadLink(partsOf(), { map: new Map([["/main.ts", code]]), entry });
  assertThrows(link('import "./b.ts";'), ImportDenied);
  assertThrows(link("export const ="), SyntaxError, "/main.ts");
});

Deno.test("GuestCode.expect(): a guest who loads what was expected runs it, one who loads something else runs that", () => {
  const output = (map: ReadonlyMap<string, string>, expected: ReadonlyMap<string, string>) => {
    CODE.prepareReady();
    CODE.expect(new Map([["/main.ts", "export const ="]]), entry);
    CODE.expect(expected, entry);
    const isolate = new Isolate({ config: { ...NOBODY, name: "guest" }, turnMs: 1000, code: CODE });
    const anew = isolate.link(map, { entry });
    const first = said(isolate.evaluate());
    isolate.link(new Map([...map, ["/a.ts", "export const a = 'later';"]]), { entry, version: 1 });
    return [anew, first[0], said(isolate.evaluate())[0]];
  };
  const line = (text: string) => ["line", "log", text];
  const both = ["/a.ts", "/main.ts"];
  assertEquals(output(MAP, MAP), [both, line("A"), line("later")]);
  const other = new Map([...MAP, ["/a.ts", "export const a = 'other';"]]);
  assertEquals(output(MAP, other), [both, line("A"), line("later")]);
  CODE.prepareReady();
  CODE.expect(MAP, entry);
  assertEquals(CODE.realm(PLAIN).ahead?.fits(MAP, { entry }), true);
  CODE.expect(MAP, entry);
  assertStrictEquals(CODE.realm(PLAIN).ahead, undefined, "where none is ready nothing is expected");
});
