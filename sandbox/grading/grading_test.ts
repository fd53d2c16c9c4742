import { assertEquals } from "@std/assert";
import { silentLogger, System } from "@superlearner/otp";
import { SandboxHost } from "../host/sandbox_host.ts";
import { limitsOf } from "../limits/profiles.ts";
import { Grading } from "./grading.ts";

const TESTS = `
  import { assertEquals, submission, test } from "@superlearner/sandbox/testing";
  test("one", async () => assertEquals(await submission.call("one"), 1), { points: 3 });
  test("two", async () => assertEquals(await submission.call("two"), 2));
`;

async function graded(text: string, entry?: string) {
  await using system = new System({ logger: silentLogger });
  await using host = new SandboxHost({ system });
  const tests = { files: { "/tests.ts": TESTS }, entry: "/tests.ts" };
  const options = { host, tests, entry, limits: limitsOf("strict"), seed: 0, isolation: "worker" } as const;
  const grading = new Grading(options);
  const result = await grading.grade({ files: { "/main.ts": text }, diagnostics: [] });
  await grading[Symbol.asyncDispose]();
  return { result, left: host.list().length };
}

Deno.test("Grading: every planned test is in the result, in its order, and no sandbox is left", async () => {
  const { result, left } = await graded("export const one = () => 1;");
  assertEquals(result.tests.map(({ name, points, maxPoints }) => [name, points, maxPoints]), [
    ["one", 3, 3],
    ["two", 0, 1],
  ]);
  assertEquals([result.score, left], [75, 0]);
});

Deno.test("Grading: without its entry nothing is run", async () => {
  const { result } = await graded("export const one = () => 1;", "/other.ts");
  assertEquals(result.diagnostics.map(({ code, message }) => [code, message]), [
    ["NOT_FOUND", "there is no entry /other.ts"],
  ]);
  assertEquals(result.score, 0);
});

Deno.test("Grading: what loads only sometimes has failed where it did not", async () => {
  const { result } = await graded(`
    if (Math.random() < 0.5) throw new Error("not today");
    export const one = () => 1;
    export const two = () => 2;
  `);
  const again = await graded(`
    if (Math.random() < 0.5) throw new Error("not today");
    export const one = () => 1;
    export const two = () => 2;
  `);
  assertEquals(result.tests.map(({ status }) => status), again.result.tests.map(({ status }) => status));
  assertEquals(new Set(result.tests.map(({ status }) => status)).has("failed"), false);
});
