import { assertEquals, assertRejects } from "@std/assert";
import { System } from "@superlearner/otp";
import { SandboxHost } from "../host/sandbox_host.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import { TestsRoom } from "./tests_room.ts";

const TESTS = `
  import { assertEquals, submission, test } from "@superlearner/sandbox/testing";
  test("asks", async () => assertEquals(await submission.call("one", [2]), 1), { points: 4, timeoutMs: 900 });
`;

Deno.test("TestsRoom: a plan, what the test asks, what comes of the answer", async () => {
  await using system = new System();
  await using host = new SandboxHost({ system });
  const files = { "/tests.ts": TESTS };
  const options = { files, entry: "/tests.ts", seed: 1, printed() {} } as const;
  await using room = await TestsRoom.open(host, options);
  assertEquals(await room.plan(), [{ name: "asks", points: 4, timeoutMs: 900 }]);
  await room.begin(0, 1000);
  assertEquals(await room.next(1000), [["ask", 1, "call", ["one", [2]]]]);
  await assertRejects(() => room.next(20), SandboxError, "took more than 20 ms");
  await room.answer(1, { outcome: "gave", value: 2 });
});

Deno.test("TestsRoom: what a test says itself is not what is told of it", async () => {
  await using system = new System();
  await using host = new SandboxHost({ system });
  const forged = `
    import * as testing from "@superlearner/sandbox/testing";
    testing.seal("guessed");
    testing.test("a", () => { throw new testing.AssertionError("no"); });
  `;
  const options = { files: { "/tests.ts": forged }, entry: "/tests.ts", seed: 1 } as const;
  await using room = await TestsRoom.open(host, { ...options, printed() {} });
  await room.begin(0, 1000);
  assertEquals(await room.next(1000), [["finished", { passed: false, message: "no" }]]);
});
