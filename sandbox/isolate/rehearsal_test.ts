import { assertEquals } from "@std/assert";
import vm from "node:vm";
import { GUEST_BUNDLE } from "../guest/guest_bundle.ts";
import { Realm } from "./realm.ts";
import { NOBODY, rehearse } from "./rehearsal.ts";

const script = new vm.Script(GUEST_BUNDLE, { filename: "guest" });

function realmOf(): Realm {
  const context = vm.createContext(Object.create(null), { microtaskMode: "afterEvaluate" });
  script.runInContext(context);
  return new Realm(context, "secret");
}

/** All names that a guest finds, two deep, with what kind of property each is. */
const LOOK = `JSON.stringify(Object.getOwnPropertyNames(globalThis).sort().map((name) => {
  const of = (object) => Reflect.ownKeys(object).map((key) => {
    const { value, ...rest } = Object.getOwnPropertyDescriptor(object, key);
    return [String(key), typeof value, Object.keys(rest).map((each) => typeof rest[each] + rest[each])];
  });
  const found = Object.getOwnPropertyDescriptor(globalThis, name).value;
  return found === Object(found) && name !== "secret" ? [name, of(found), found.prototype ? of(found.prototype) : []] : [name];
}))`;

Deno.test("rehearse() has a guest start a supervisor with a server, and answer a call", () => {
  const said = rehearse(realmOf()).join("\n");
  for (const part of ['["up","<0.1.0>"]', '"id":1,"value":"<nobody.2.0>"', '"id":2,"value":1']) {
    assertEquals(said.includes(part), true, `${part} is not in ${said}`);
  }
});

Deno.test("rehearse() leaves nothing that the guest who moves in then could see", () => {
  const [rehearsed, other] = [realmOf(), realmOf()];
  rehearse(rehearsed);
  for (const realm of [rehearsed, other]) {
    realm.boot({ granted: [], env: {} });
    realm.enter({ ...NOBODY, name: "guest" });
  }
  const look = ({ context }: Realm) => vm.runInContext(LOOK, context) as string;
  assertEquals(look(rehearsed), look(other));
  const told = ({ context, glue }: Realm) => {
    vm.runInContext(`${glue}.turn('[1,["tree",1]]')`, context);
    return (vm.runInContext(`${glue}.drain()`, context) as string).split("\n").slice(1); // before it: what the time is
  };
  assertEquals(told(rehearsed), told(other));
});
