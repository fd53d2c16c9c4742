import { assert, assertEquals, assertRejects } from "@std/assert";
import { SandboxError } from "../limits/sandbox_error.ts";
import { GUEST, RUNTIME_MODULES } from "./runtime_types.ts";
import { TypeChecker, type TypeCheckOptions } from "./type_check.ts";

const OTP = "@superlearner/otp";
const none = new Map<string, string>();

async function check(files: Record<string, string>, options: Partial<TypeCheckOptions> = {}): Promise<string[]> {
  await using checker = new TypeChecker();
  const signal = new AbortController().signal;
  const sources = new Map(Object.entries(files));
  const found = await checker.check({ sources, grants: none, heapMb: 512, signal, ...options });
  return found.map(({ file, line, column, code, message }) => `${file}:${line}:${column} ${code} ${message}`);
}

/** What is left in the directory for temporary files. */
function leftovers(): string[] {
  const dir = Deno.makeTempDirSync();
  Deno.removeSync(dir);
  const base = dir.slice(0, dir.lastIndexOf("/"));
  return [...Deno.readDirSync(base)].map(({ name }) => name).filter((name) => name.startsWith("sandbox-check-")).sort();
}

Deno.test("TypeChecker knows the types of the runtime that was granted", async () => {
  const grants = new Map([[OTP, import.meta.resolve(OTP)]]);
  const text = `import { type Pid, parsePid } from "${OTP}";\nexport const pid: Pid = 5;\nparsePid(pid);`;
  assertEquals(await check({ "/main.ts": text }, { grants }), [
    "/main.ts:2:14 TS2322 Type '5' is not assignable to type '`<${string}.${number}.0>`'.",
  ]);
});

Deno.test("TypeChecker knows what a sandbox brings: a plugin that uses it, and one that uses it wrongly", async () => {
  const grants = new Map(Object.entries(RUNTIME_MODULES));
  const right = [
    `import { type GuestEntry, ImportError, system } from "${GUEST}";`,
    `import { Agent, type Pid, type System } from "${OTP}";`,
    'const Notes = Agent.define({ name: "Notes", init: () => 0 });',
    "export const start = (given: System) => given.start(Notes);",
    "({ start }) satisfies GuestEntry;",
    "export const alive = (pid: Pid): boolean => system.isAlive(pid);",
    "export const load = (name: string): Promise<string> =>",
    "  import(name).catch((error) => error instanceof ImportError ? `${error.code} ${error.from}` : 'other');",
    'export const read = async (): Promise<string> => new URL(await Deno.readTextFile("/a")).host;',
  ].join("\n");
  assertEquals(await check({ "/main.ts": right }, { grants }), []);
  const wrong = [
    `import { ImportError, nothing, system } from "${GUEST}";`,
    "system.isAlive(5);",
    'export const from: number = new ImportError("", { specifier: "", from: "", code: "denied" }).from;',
    "Deno.exit(nothing);",
  ].join("\n");
  assertEquals(
    (await check({ "/main.ts": wrong }, { grants })).map((each) => each.split(" ").slice(0, 2).join("")),
    [
      "/main.ts:1:23TS2305",
      "/main.ts:2:16TS2345",
      "/main.ts:3:14TS2322",
      "/main.ts:4:6TS2339",
    ],
  );
});

Deno.test("TypeChecker finds nothing where nothing is wrong, and knows no Deno where no guest is meant", async () => {
  const data = { "/d.json": '{"a": 1}', "/types.d.ts": "export type T = number;" };
  const text = [
    'import d from "./d.json" with { type: "json" }; import type { T } from "./types.d.ts"; import { f } from "./f.js";',
    "export const n: T = d.a + f(1); setTimeout(() => console.log(n, structuredClone(n)));",
  ].join("\n");
  assertEquals(await check({ ...data, "/f.js": "export const f = (x) => x;", "/main.ts": text }), []);
  assertEquals(await check({ "/d.json": "{}" }), []);
  const [wrong] = await check({ "/main.ts": "Deno.exit();" });
  assert(wrong?.startsWith("/main.ts:1:1 TS"), wrong);
});

Deno.test("TypeChecker reads no file that was not given to it, and takes no orders from one (escape 40)", async () => {
  const secret = await Deno.makeTempFile({ suffix: ".d.ts" });
  await Deno.writeTextFile(secret, "export const secret: 'told';");
  try {
    const read = await check({
      "/a.js": "export const x = 1;",
      "/deno.json": '{"imports": {"secret": "file:///etc/passwd"}}',
      "/package.json": '{"dependencies": {"chalk": "5"}}',
      "/main.ts": [
        `// @ts-types="${secret}"`,
        'import * as a from "./a.js";',
        `/** @deno-types="file://${secret}" */`,
        'import * as b from "./a.js";',
        "export const c: { secret: 'told' } = a, d: typeof c = b;",
      ].join("\n"),
    });
    assertEquals(read.length, 2);
    for (const one of read) assert(/Property 'secret' is missing/.test(one) && !one.includes(secret), one);
  } finally {
    await Deno.remove(secret);
  }
});

Deno.test("TypeChecker is stopped with all it has begun, and leaves no file", async () => {
  const before = leftovers();
  const over = new AbortController();
  const running = check({ "/a.ts": "let a;" }, { signal: over.signal });
  const failed = assertRejects(() => running, Error, "Enough");
  over.abort(new Error("Enough"));
  await failed;
  assertEquals(leftovers().filter((name) => !before.includes(name)), []);
});

Deno.test("TypeChecker tells of a checker that ran out of memory", async () => {
  const error = await assertRejects(() => check({ "/a.ts": "let a: 1;" }, { heapMb: 5 }), SandboxError);
  assertEquals(error.kind, "crashed");
});
