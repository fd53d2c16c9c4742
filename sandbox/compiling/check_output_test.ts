import { assertEquals } from "@std/assert";
import { checkDiagnostics, checkFault } from "./check_output.ts";

const paths = {
  base: "/tmp/sandbox-check-1/files",
  grants: new Map([["@superlearner/otp", "file:///srv/otp/mod.ts"], ["types", undefined]]),
};

Deno.test("checkDiagnostics() reads code, message and place, and drops the picture of the source", () => {
  const output = [
    "TS2322 [ERROR]: Type 'string' is not assignable to type 'number'.",
    'const n: number = "x";',
    "      ^",
    "    at file:///tmp/sandbox-check-1/files/main.ts:3:7",
    "",
    "TS2345 [ERROR]: Argument of type '{ a: string; }' is not assignable.",
    "  Types of property 'a' are incompatible.",
    "f({ a });",
    "  ~~~~~",
    "    at file:///tmp/sandbox-check-1/files/l%C3%BC/a.ts:10:3",
    "",
    "    'a' is declared here.",
    "    at file:///srv/otp/mod.ts:1:1",
    "",
    "TS2318 [ERROR]: Cannot find global type 'X'.",
    "",
    "Found 3 errors.",
    "",
    "error: Type checking failed.",
  ].join("\n");
  assertEquals(checkDiagnostics(output, paths), [
    {
      file: "/main.ts",
      line: 3,
      column: 7,
      code: "TS2322",
      message: "Type 'string' is not assignable to type 'number'.",
    },
    {
      file: "/lü/a.ts",
      line: 10,
      column: 3,
      code: "TS2345",
      message: "Argument of type '{ a: string; }' is not assignable.\n  Types of property 'a' are incompatible.",
    },
    { file: "", line: 0, column: 0, code: "TS2318", message: "Cannot find global type 'X'." },
  ]);
});

Deno.test("checkDiagnostics() lets no path of the host through (escapes 51, 52)", () => {
  const output = [
    `TS2305 [ERROR]: Module '"file:///srv/otp/mod.ts"' has no exported member 'x'.`,
    "    at file:///srv/otp/mod.ts:9:9",
    "",
    `TS2322 [ERROR]: Type 'import("/tmp/sandbox-check-1/files/a").A' is not 'import("/srv/otp/processes/pid").Pid' of file:///srv/x.ts.`,
    "    at file:///tmp/sandbox-check-1/files/a.ts:1:1",
  ].join("\n");
  assertEquals(checkDiagnostics(output, paths), [
    {
      file: "",
      line: 0,
      column: 0,
      code: "TS2305",
      message: `Module '"@superlearner/otp"' has no exported member 'x'.`,
    },
    {
      file: "/a.ts",
      line: 1,
      column: 1,
      code: "TS2322",
      message: `Type 'import("/a").A' is not 'import("pid").Pid' of x.ts.`,
    },
  ]);
});

Deno.test("checkDiagnostics() tells of remote modules by their URLs, and of no other URL", () => {
  const url = "https://h.example/a/mod.ts";
  const remotes = new Map([["/tmp/sandbox-check-1/remote/0/d/module.ts", url]]);
  const output = [
    `TS2305 [ERROR]: Module '"file:///tmp/sandbox-check-1/remote/0/d/module.ts"' has no exported member 'x'.`,
    "    at file:///tmp/sandbox-check-1/files/a.ts:1:1",
    "",
    `TS1 [ERROR]: 'import("/tmp/sandbox-check-1/remote/0/d/module").A' of https://other.example/x.ts.`,
    "    at file:///tmp/sandbox-check-1/remote/0/d/module.ts:7:7",
  ].join("\n");
  assertEquals(checkDiagnostics(output, { ...paths, remotes }), [
    { file: "/a.ts", line: 1, column: 1, code: "TS2305", message: `Module '"${url}"' has no exported member 'x'.` },
    { file: url, line: 0, column: 0, code: "TS1", message: `'import("${url}").A' of x.ts.` },
  ]);
  const many = Array(200).fill("TS1 [ERROR]: x\n    at file:///tmp/sandbox-check-1/remote/0/d/module.ts:7:7\n");
  assertEquals(checkDiagnostics([...many, output].join("\n"), { ...paths, remotes }).at(-2)?.file, "/a.ts");
});

Deno.test("checkFault() says what kept the checker from its work", () => {
  assertEquals(
    checkFault("\nerror: Module not found file:///srv/otp/x.ts\n  hint: none", paths),
    "Module not found x.ts",
  );
  assertEquals(checkFault("Fatal", paths), undefined);
});

Deno.test("checkDiagnostics() is not led astray by a source that looks like its own output", () => {
  const output = [
    "TS1 [ERROR]: one",
    "    at file:///tmp/sandbox-check-1/files/forged.ts:99:99 // a line of the guest's",
    "    ~~~~",
    "    at file:///tmp/sandbox-check-1/files/main.ts:1:5",
  ].join("\n");
  assertEquals(checkDiagnostics(output, paths).map(({ file, line }) => [file, line]), [["/main.ts", 1]]);
  assertEquals(checkDiagnostics(Array(500).fill("TS1 [ERROR]: x\n").join("\n"), paths).length, 100);
  assertEquals(checkDiagnostics("error: something", paths), []);
});
