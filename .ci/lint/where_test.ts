import { assertEquals } from "@std/assert";
import { isStandIn, locate, place } from "./where.ts";

Deno.test("locate() places a file by package and folder, on every platform", () => {
  assertEquals(locate("/repo/otp/processes/pid.ts", "/repo"), {
    path: "otp/processes/pid.ts",
    package: "otp",
    inside: "processes/pid.ts",
    folder: "processes",
    name: "pid.ts",
    kind: "shipped",
  });
  assertEquals(locate("C:\\repo\\otp\\mod.ts", "C:/repo")?.folder, ".");
  assertEquals(locate("/elsewhere/otp/mod.ts", "/repo"), undefined);
});

Deno.test("place() knows what a file is for", () => {
  const kinds = {
    "otp/a.ts": "shipped",
    "otp/a_test.tsx": "test",
    "otp/a_suite.ts": "suite",
    "otp/a_bench.ts": "bench",
    "otp/x/testdata/a_test.ts": "testdata",
    "otp/escape/a.ts": "suite",
    "otp/escape/a_test.ts": "test",
    "otp/examples/a.ts": "example",
    ".ci/ok.ts": "repository",
    "a.ts": "repository",
  };
  for (const [path, kind] of Object.entries(kinds)) assertEquals(place(path).kind, kind, path);
});

Deno.test("isStandIn() is true below .ci/std only", () => {
  assertEquals([isStandIn(".ci/std/assert/mod.ts"), isStandIn(".ci/ok.ts")], [true, false]);
});
