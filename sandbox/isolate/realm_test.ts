import { assertEquals, assertMatch } from "@std/assert";
import vm from "node:vm";
import { CODE } from "./testdata/isolates.ts";
import { NOBODY } from "./rehearsal.ts";

Deno.test("Realm: what our code is called by is no property of the global object", () => {
  const { context, glue } = CODE.realm(NOBODY);
  assertEquals(glue, "glue_secret");
  const found = vm.runInContext(
    "Reflect.ownKeys(globalThis).filter((key) => /glue/.test(String(key))).length",
    context,
  );
  assertEquals([found, Reflect.has(context, glue)], [0, false]);
});

Deno.test("Realm: time begins when somebody moves in, however long it has been ready", () => {
  const realm = CODE.realm(NOBODY);
  const { context, glue } = realm;
  vm.runInContext(`${glue}.turn("[500000]")`, context);
  realm.enter(NOBODY);
  const now = vm.runInContext("performance.now()", context) as number;
  assertEquals(now < 500_000, true, `it is ${now} ms old`);
});

Deno.test("Realm: who moves in has its name and its limits", () => {
  const realm = CODE.realm(NOBODY);
  realm.enter({ ...NOBODY, name: "guest", messageBytes: 100 });
  const said = realm.drain.runInContext(realm.context) as string;
  assertMatch(said, /"type":"hello","node":"guest"/);
  assertEquals(realm.names().get("@superlearner/sandbox/guest"), "ImportError, system");
});
