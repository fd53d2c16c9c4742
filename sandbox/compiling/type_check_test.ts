import { assert, assertEquals, assertRejects } from "@std/assert";
import { SandboxError } from "../limits/sandbox_error.ts";
import { GUEST, RUNTIME_MODULES } from "./runtime_types.ts";
import type { RemoteText } from "./remote_modules.ts";
import { TypeChecker, type TypeCheckOptions } from "./type_check.ts";
import { HostFolder } from "../walls/host_folder.ts";

const OTP = "@superlearner/otp";
const none = new Map<string, string>();

async function check(files: Record<string, string>, options: Partial<TypeCheckOptions> = {}): Promise<string[]> {
  await using checker = new TypeChecker();
  const signal = new AbortController().signal;
  const sources = new Map(Object.entries(files));
  const found = await checker.check({ sources, grants: none, heapMb: 512, signal, ...options });
  return found.map(({ file, line, column, code, message }) => `${file}:${line}:${column} ${code} ${message}`);
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

Deno.test("TypeChecker leaves no file, whether it came to an end, was stopped, fell or was never started", async () => {
  const dir = await Deno.makeTempDir();
  const left = () => [...Deno.readDirSync(dir)].map(({ name }) => name);
  try {
    const folder = new HostFolder(dir);
    await using checker = new TypeChecker(folder);
    const kept = async () => {
      const [own, ...others] = left();
      assertEquals(others, []);
      // The lock, and what has been read of granted types.
      assertEquals((await Array.fromAsync(Deno.readDir(`${dir}/${own}`))).length, 2);
    };
    const run = (options: Partial<TypeCheckOptions>) => {
      const signal = new AbortController().signal;
      return checker.check({ sources: new Map([["/a.ts", "let a;"]]), grants: none, heapMb: 512, signal, ...options });
    };
    await run({});
    await kept();
    const over = new AbortController();
    const failed = assertRejects(() => run({ signal: over.signal }), Error, "Enough");
    over.abort(new Error("Enough"));
    await failed;
    await kept();
    await assertRejects(() => run({ heapMb: 5 }), SandboxError, "the type checker");
    await kept();
    await assertRejects(() => run({ sources: new Map([["/a.ts", ""], ["/a.ts/b.ts", ""]]) }));
    await kept();
    const other = folder.take();
    await checker[Symbol.asyncDispose]();
    await checker[Symbol.asyncDispose]();
    assertEquals((await Deno.stat(other)).isDirectory, true);
    await folder.giveBack(other);
    assertEquals(left(), []);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("TypeChecker removes what one of a program that was killed has left", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "-A", "--no-check", "--no-lock", import.meta.resolve("./testdata/check_holder.ts"), dir],
      stdout: "piped",
    }).spawn();
    const reader = child.stdout.getReader();
    assertEquals(new TextDecoder().decode((await reader.read()).value), "checked\n");
    child.kill("SIGKILL");
    await child.status;
    await reader.cancel();
    assertEquals([...Deno.readDirSync(dir)].length, 1);
    await using checker = new TypeChecker(new HostFolder(dir));
    const signal = new AbortController().signal;
    assertEquals(await checker.check({ sources: new Map([["/a.ts", ""]]), grants: none, heapMb: 512, signal }), []);
    await checker[Symbol.asyncDispose]();
    assertEquals([...Deno.readDirSync(dir)], []);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

const H = "https://h.example";
const JSR = "https://jsr.io/@a/one/1.0.0/mod.ts";
const REMOTE: Record<string, RemoteText> = {
  [`${H}/lib/mod.ts`]: {
    text:
      `import { twice } from "./twice.ts"; import type { N } from "/n.d.ts"; import data from "../d.json" with { type: "json" };
    // @ts-check
    const wrong: string = 5; Deno.exit(wrong);
    export class Sum { #n: N = 0; add(n: N): N { return twice(n) + data.n; } }`,
    kind: ".ts",
  },
  [`${H}/lib/twice.ts`]: { text: "#!/usr/bin/deno\nexport const twice = (n: number): number => 2 * n;", kind: ".ts" },
  [`${H}/n.d.ts`]: { text: "export type N = number;", kind: ".ts" },
  [`${H}/d.json`]: { text: '{ "n": 100 }', kind: ".json" },
  [`${H}/plain?as=module`]: { text: "export const plain = (x) => x; export const one = 1;", kind: ".js" },
  "jsr:@a/one@1": { text: `export * from "${JSR}";\n`, kind: ".js" },
  [JSR]: { text: "export interface One { readonly one: 1 }", kind: ".ts" },
};
const ASKED: Record<string, readonly string[]> = {
  "/main.ts": [`${H}/lib/mod.ts`, `${H}/plain?as=module`, "jsr:@a/one@1"],
  [`${H}/lib/mod.ts`]: ["./twice.ts", "/n.d.ts", "../d.json"],
  "jsr:@a/one@1": [JSR],
};

function checkRemote(lines: readonly string[], more: Record<string, RemoteText> = {}): Promise<string[]> {
  const modules = new Map(Object.entries({ ...REMOTE, ...more }));
  return check({ "/main.ts": lines.join("\n") }, { remotes: { modules, asked: new Map(Object.entries(ASKED)) } });
}

Deno.test("TypeChecker knows the types of remote modules, and tells of them by their URLs", async () => {
  const found = await checkRemote([
    `import { none, Sum } from "${H}/lib/mod.ts";`,
    `import { one, plain } from "${H}/plain?as=module";`,
    'import { type One, Two } from "jsr:@a/one@1";',
    'new Sum().add("1");',
    "export const sum: string = new Sum().add(1), any: string = plain(1), o: One = { one: 2 }, n: string = one;",
    "export const other: number = Sum;",
    `export const whole: number = await import("${H}/lib/mod.ts");`,
  ]);
  assertEquals(found.map((each) => each.replace(', { with: { "resolution-mode": "import" } }', "")), [
    `/main.ts:1:10 TS2305 Module '"${H}/lib/mod.ts"' has no exported member 'none'.`,
    `/main.ts:3:20 TS2305 Module '"jsr:@a/one@1"' has no exported member 'Two'.`,
    "/main.ts:4:15 TS2345 Argument of type 'string' is not assignable to parameter of type 'number'.",
    "/main.ts:5:14 TS2322 Type 'number' is not assignable to type 'string'.",
    "/main.ts:5:81 TS2322 Type '2' is not assignable to type '1'.",
    "/main.ts:5:91 TS2322 Type 'number' is not assignable to type 'string'.",
    "/main.ts:6:14 TS2322 Type 'typeof Sum' is not assignable to type 'number'.",
    `/main.ts:7:14 TS2322 Type 'typeof import("${H}/lib/mod.ts")' is not assignable to type 'number'.`,
  ]);
});

Deno.test("TypeChecker tells nothing of what is wrong within remote modules", async () => {
  const text = "export declare const a: Nothing; declare global { interface Window { name: 5 } }";
  const more = { [`${H}/n.d.ts`]: { text: `${text} export type N = number;`, kind: ".ts" } } as const;
  const right = [`import { Sum } from "${H}/lib/mod.ts";`, "export const n: number = new Sum().add(1);"];
  assertEquals(await checkRemote(right), []);
  assertEquals(await checkRemote(right, more), []);
});

Deno.test("TypeChecker tells what is wrong in the sandbox, however much is wrong within a remote module", async () => {
  const text = `export const twice = (n: number): number => n;\n${"{ const wrong: string = 5; }\n".repeat(20_000)}`;
  const wrong = [`import { Sum } from "${H}/lib/mod.ts";`, "export const n: string = new Sum().add(1);"];
  assertEquals(await checkRemote(wrong, { [`${H}/lib/twice.ts`]: { text, kind: ".ts" } }), [
    "/main.ts:2:14 TS2322 Type 'number' is not assignable to type 'string'.",
  ]);
});

Deno.test("TypeChecker tells of a checker that ran out of memory", async () => {
  const error = await assertRejects(() => check({ "/a.ts": "let a: 1;" }, { heapMb: 5 }), SandboxError);
  assertEquals(error.kind, "crashed");
});
