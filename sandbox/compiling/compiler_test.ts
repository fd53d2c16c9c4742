import { type Alarm, ArgumentError } from "@superlearner/otp";
import { VirtualClock } from "@superlearner/otp/simulation";
import { assert, assertEquals, assertInstanceOf, assertRejects, assertThrows } from "@std/assert";
import { SandboxError } from "../limits/sandbox_error.ts";
import { CompileCache } from "./compile_cache.ts";
import { Compiler } from "./compiler.ts";

const BOMB = "async(a=".repeat(40); // takes a parser for ever: each one doubles its time

Deno.test("Compiler gives modules that can be loaded", async () => {
  await using compiler = new Compiler();
  const { modules, failure } = await compiler.compile({
    files: {
      "main.ts":
        'import { GenServer, type Pid } from "@superlearner/otp";\nexport default GenServer as unknown as Pid;',
    },
  });
  assertEquals(failure, undefined);
  const [{ sha256, closureSha256, ...rest } = undefined!] = modules;
  assertEquals([sha256.length, closureSha256.length], [64, 64]);
  assertEquals(rest, {
    path: "/main.ts",
    kind: "js",
    imports: [{ specifier: "@superlearner/otp", to: "@superlearner/otp", kind: "static", line: 1, column: 37 }],
    importMeta: false,
    code: 'import { GenServer,          } from "@superlearner/otp";\nexport default GenServer                  ;',
  });
});

Deno.test("case 15: what is unchanged is not compiled again, and what imports a change is another closure", async () => {
  await using compiler = new Compiler();
  const files = { "main.ts": 'import "./a.ts";', "a.ts": 'import "./b.ts";', "b.ts": "1;", "other.ts": "2;" };
  const first = await compiler.compile({ files });
  const again = await compiler.compile({ files: { ...files } });
  const changed = await compiler.compile({ files: { ...files, "b.ts": "3;" } });
  assertEquals([first, again, changed].map(({ compiled, cached }) => [compiled, cached]), [[4, 0], [0, 4], [1, 3]]);
  assertEquals([first.sha256 === again.sha256, first.sha256 === changed.sha256], [true, false]);
  const closures = new Map(first.modules.map(({ path, closureSha256 }) => [path, closureSha256]));
  const moved = changed.modules.filter(({ path, closureSha256 }) => closures.get(path) !== closureSha256);
  assertEquals(moved.map(({ path }) => path), ["/b.ts", "/a.ts", "/main.ts"]);
  assertEquals(compiler.stats, { compiled: 5, cached: 7, checks: 0 });
});

Deno.test("case 15: CRLF, a byte order mark and another name are no reason to compile again; another kind of file is", async () => {
  await using compiler = new Compiler();
  await compiler.compile({ files: { "a.ts": "a;\nb;\n" } });
  const same = await compiler.compile({ files: { "a.ts": "\ufeffa;\r\nb;\r\n", "b.ts": "a;\nb;\n" } });
  assertEquals([same.compiled, same.modules.map(({ path }) => path)], [0, ["/a.ts", "/b.ts"]]);
  assertEquals((await compiler.compile({ files: { "a.js": "a;\nb;\n" } })).compiled, 1);
});

Deno.test("Compiler shares what was compiled by a common cache", async () => {
  const cache = new CompileCache();
  const files = { "a.ts": "a" };
  await using one = new Compiler({ cache });
  await one.compile({ files });
  await using other = new Compiler({ cache, jsxImportSource: "preact" });
  assertEquals((await other.compile({ files })).compiled, 1);
  await using third = new Compiler({ cache });
  assertEquals((await third.compile({ files })).compiled, 0);
});

Deno.test("Compiler stops at the limit of time, tells what was too long, and serves the next", async () => {
  await using compiler = new Compiler();
  const late = compiler.compile({ files: { "a.ts": BOMB } }, { timeoutMs: 100 });
  const next = compiler.compile({ files: { "b.ts": "b" } });
  const error = await assertRejects(() => late, SandboxError);
  assertEquals(error.failure, { kind: "timeout", what: "compile", timeoutMs: 100 });
  assertEquals((await next).modules.length, 1);
});

/** Says when an alarm has been set. */
class NoticedClock extends VirtualClock {
  readonly alarmSet = Promise.withResolvers<void>();

  override setAlarm(atMs: number, fire: () => void): Alarm {
    this.alarmSet.resolve();
    return super.setAlarm(atMs, fire);
  }
}

Deno.test("Compiler measures by the clock it was given, from when its turn has come", async () => {
  const clock = new NoticedClock();
  await using compiler = new Compiler({ clock });
  const late = compiler.compile({ files: { "a.ts": BOMB } }, { timeoutMs: 3_600_000 });
  const failed = assertRejects(() => late, SandboxError, "more than 3600000 ms");
  await clock.alarmSet.promise;
  await clock.advance(3_600_000, () => Promise.resolve());
  await failed;
});

Deno.test("Compiler: one whose types are checked holds up nobody who wants no check", async () => {
  await using compiler = new Compiler();
  const order: string[] = [];
  const checked = compiler.compile({ files: { "a.ts": "export const a: number = 1;" } }, { check: true });
  const plain = compiler.compile({ files: { "b.ts": "export const b = 2;" } });
  await Promise.all([checked.then(() => order.push("checked")), plain.then(() => order.push("plain"))]);
  assertEquals(order, ["plain", "checked"]);
});

Deno.test("Compiler is called off, whether it works or waits for its turn", async () => {
  await using compiler = new Compiler();
  const over = new AbortController();
  const working = compiler.compile({ files: { "a.ts": BOMB } }, { signal: over.signal });
  const waiting = compiler.compile({ files: { "b.ts": "b" } }, { signal: over.signal });
  const told = [working, waiting].map((one) => assertRejects(() => one, Error, "Enough"));
  over.abort(new Error("Enough"));
  await Promise.all(told);
  assertEquals((await compiler.compile({ files: { "b.ts": "b" } })).modules.length, 1);
});

Deno.test("Compiler that is disposed of tells who waits, and leaves nothing", async () => {
  const compiler = new Compiler();
  const working = compiler.compile({ files: { "a.ts": BOMB } });
  const told = assertRejects(() => working, ArgumentError, "the compiler was not disposed of");
  await compiler[Symbol.asyncDispose]();
  await told;
  await assertRejects(() => compiler.compile({ files: {} }), ArgumentError);
});

Deno.test("Compiler throws for files that are none, and for too much of them", async () => {
  await using compiler = new Compiler();
  const kind = async (files: Record<string, string>, options = {}) =>
    (await assertRejects(() => compiler.compile({ files }, options), SandboxError)).failure.kind;
  assertEquals(await kind({ "../a.ts": "" }), "source_refused");
  assertEquals(await kind({ "a.ts": "abc" }, { maxBytes: 2 }), "limit_exceeded");
});

Deno.test("Compiler tells the failure that stands for all: a denied import before a fault", async () => {
  await using compiler = new Compiler();
  const { failure, modules } = await compiler.compile({ files: { "a.ts": "x = ;", "b.ts": 'import "node:fs";' } });
  assertEquals(failure, { kind: "import_denied", specifier: "node:fs", from: "/b.ts" });
  assertEquals(modules, []);
});

Deno.test("Compiler tells file, line and column of what only the engine refuses, and of a name that a file lacks", async () => {
  await using compiler = new Compiler();
  const files = {
    "a.js": "\n  return 5;",
    "b.ts": 'import { c } from "./c.ts";\nc;\nexport { none };',
    "c.ts": "export const c: number = 1;",
    "d.ts": 'import {\n  d,\n} from "./c.ts";\nd;',
  };
  const { diagnostics } = await compiler.compile({ files });
  assertEquals(
    diagnostics.map(({ file, line, column, code, message }) => `${file}:${line}:${column} ${code} ${message}`),
    [
      "/a.js:2:3 SYNTAX Illegal return statement",
      "/b.ts:3:10 SYNTAX Export 'none' is not defined in module",
      "/d.ts:2:3 TS2305 ./c.ts exports no value named d",
    ],
  );
});

Deno.test("Compiler checks types when asked, once for the same text, and not where the syntax is wrong", async () => {
  await using compiler = new Compiler({ grants: {} });
  const files = { "lib/a.ts": "export const a: number = 'x';", "main.ts": 'import { a } from "./lib/a.ts"; a;' };
  const { diagnostics, failure } = await compiler.compile({ files }, { check: true });
  assertEquals(diagnostics, [{
    file: "/lib/a.ts",
    line: 1,
    column: 14,
    code: "TS2322",
    message: "Type 'string' is not assignable to type 'number'.",
  }]);
  assertEquals(failure?.kind, "compile_failed");
  const again = await compiler.compile({ files }, { check: true });
  assertEquals([again.diagnostics.length, compiler.stats.checks], [1, 1]);
  assertEquals((await compiler.compile({ files })).diagnostics, []);
  await compiler.compile({ files: { "a.ts": "x = ;" } }, { check: true });
  assertEquals(compiler.stats.checks, 1);
});

Deno.test("Compiler refuses options that are none", async () => {
  assertThrows(() => new Compiler({ heapMb: 0.5 }), ArgumentError, "heapMb is a whole number above 0");
  await using compiler = new Compiler();
  const error = await compiler.compile({ files: {} }, { timeoutMs: NaN }).catch((error) => error);
  assertInstanceOf(error, ArgumentError);
  assert(error.message.includes("timeoutMs is a number"));
});
