import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { GuestImports } from "./guest_imports.ts";
import { ImportError } from "./import_error.ts";

const PATHS = ["/main.ts", "/lib/a.ts", "/d.json", "library"];

function setUp(paths: readonly string[] = PATHS) {
  const denied: string[] = [];
  const imports = new GuestImports({
    isRuntime: (specifier) => specifier === "otp",
    denied: (specifier, from) => void denied.push(`${from} ${specifier}`),
  });
  imports.begin(0, paths);
  const wanted = () => JSON.parse(`[${imports.takeWanted()}]`) as [number, number, string, string][];
  return { imports, denied, wanted, load: imports.importer({ path: "/main.ts", version: 0 }) };
}

const codeOf = async (load: () => Promise<object>) => {
  const { code, specifier, from, name, message } = await assertRejects(load, ImportError);
  assertEquals([name, from, message.includes(JSON.stringify(specifier))], ["ImportError", "/main.ts", true]);
  return code;
};

Deno.test("GuestImports: a module is asked for once, and who imports it gets the same namespace", async () => {
  const { imports, wanted, load } = setUp();
  const [one, other, runtime] = [load("./lib/a.ts"), load("./lib/../lib/a.ts"), load("otp")];
  assertEquals([imports.wants, wanted(), imports.wants], [
    true,
    [[1, 0, "/main.ts", "/lib/a.ts"], [2, 0, "/main.ts", "otp"]],
    false,
  ]);
  const namespace = {};
  imports.imported(1, namespace);
  imports.imported(2, {});
  assertStrictEquals(await one, namespace);
  assertStrictEquals(await other, namespace);
  assertStrictEquals(await load("./lib/a.ts"), namespace);
  await runtime;
  assertEquals(wanted(), [[1], [2]] as unknown);
  imports.importer({ path: "/lib/a.ts", version: 0 })("otp");
  assertEquals(wanted(), [[3, 0, "/lib/a.ts", "otp"]]);
});

Deno.test("GuestImports: what a module throws, each import of it throws", async () => {
  const { imports, load, wanted } = setUp();
  const error = new RangeError("no");
  const first = assertRejects(() => load("./lib/a.ts"), RangeError);
  wanted();
  imports.threw(1, error);
  assertStrictEquals(await first, error);
  assertStrictEquals(await assertRejects(() => load("./lib/a.ts")), error);
});

Deno.test("GuestImports: what was not granted is refused, and told of", async () => {
  const { denied, load, imports } = setUp();
  const out = ["npm:x", "jsr:@a/b", "https://x.example/", "node:fs", "data:text/javascript,1", "blob:null/1", "fs", ""];
  out.push("file:///etc/passwd", "/main.ts", "//main.ts", "../main.ts", "./%6cib/a.ts", ".\\lib\\a.ts", "__proto__");
  out.push("constructor", "./lib/a.ts?x", "LIBRARY", "./__proto__/a.ts");
  for (const specifier of out) assertEquals(await codeOf(() => load(specifier)), "denied", specifier);
  assertEquals(denied, out.map((each) => `/main.ts ${each}`));
  const { message } = await assertRejects(() => load("node:fs"), ImportError);
  assertEquals(message, 'Cannot import "node:fs" in /main.ts: it was not granted');
  assertEquals((await assertRejects(() => load("x".repeat(1000)), ImportError)).specifier.length, 200);
  assertEquals(imports.wants, false);
});

Deno.test("GuestImports: no such module, and modules of the wrong kind", async () => {
  const { load, wanted } = setUp();
  assertEquals(await codeOf(() => load("./none.ts")), "missing");
  assertEquals(await codeOf(() => load("./lib//a.ts")), "missing");
  assertEquals(await codeOf(() => load("./d.json")), "attribute");
  assertEquals(await codeOf(() => load("./d.json", { with: { type: "text" } })), "attribute");
  assertEquals(await codeOf(() => load("./lib/a.ts", { with: { type: "json" } })), "attribute");
  void load("./d.json", { with: { type: "json" } });
  void load("library", {});
  assertEquals(wanted().map(([, , , to]) => to), ["/d.json", "library"]);
});

Deno.test("GuestImports: options that are none are TypeErrors, as the language has it", async () => {
  const { load } = setUp();
  const wrong = [null, 5, "x", { with: null }, { with: 5 }, { with: { type: 5 } }, { with: { other: "x" } }];
  for (const each of wrong) {
    const error = await assertRejects(() => load("./lib/a.ts", each), TypeError);
    assertEquals(error instanceof ImportError, false);
  }
  await assertRejects(() => load(Symbol("s")), TypeError);
});

Deno.test("GuestImports: specifier and options are read once, and what they throw is the rejection", async () => {
  const { load, wanted } = setUp();
  let reads = 0;
  void load({ toString: () => reads++ === 0 ? "./lib/a.ts" : "node:fs" });
  void load("./d.json", {
    get with() {
      return reads++ === 1 ? { type: "json" } : { type: "text" };
    },
  });
  assertEquals([reads, wanted().map(([, , , to]) => to)], [2, ["/lib/a.ts", "/d.json"]]);
  const error = new Error("mine");
  const failing = {
    toString() {
      throw error;
    },
  };
  assertStrictEquals(await assertRejects(() => load(failing)), error);
});

Deno.test("GuestImports: a namespace that exports `then` is called once, as by the engine", async () => {
  const { imports, load } = setUp();
  let called = 0;
  const loaded = Promise.all([load("./lib/a.ts"), load("./lib/a.ts")]);
  imports.imported(1, { then: (done: (value: unknown) => void) => (called++, done(called)) });
  assertEquals([await loaded, called], [[1, 2] as unknown as object[], 2]);
});

Deno.test("GuestImports: a version beside the one that runs imports its own, all others what runs", async () => {
  const { imports, load, wanted } = setUp();
  imports.begin(7, ["/main.ts", "/new.ts"]);
  const beside = imports.importer({ path: "/main.ts", version: 7 });
  void beside("./new.ts");
  assertEquals(await codeOf(() => load("./new.ts")), "missing");
  assertEquals(await codeOf(() => beside("./lib/a.ts")), "missing");
  assertEquals(wanted().map(([, version]) => version), [7]);
  imports.commit(7);
  void load("./main.ts");
  assertEquals(wanted(), [[2, 7, "/main.ts", "/main.ts"]]);
  imports.begin(8, ["/eight.ts"]);
  imports.discard(8);
  assertEquals(await codeOf(() => imports.importer({ path: "/main.ts", version: 8 })("./eight.ts")), "missing");
});
