import { assertEquals, assertRejects } from "@std/assert";
import { silentLogger, System } from "@superlearner/otp";
import { SandboxHost } from "../host/sandbox_host.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import { limitsOf } from "../limits/profiles.ts";
import { SubmissionRoom } from "./submission_room.ts";

const LIMITS = limitsOf("strict");
const rest = { entry: "/main.ts", isolation: "worker", limits: LIMITS, seed: 1, printed() {} } as const;

Deno.test("SubmissionRoom: it answers what it is asked, and says what it has died of", async () => {
  await using system = new System({ logger: silentLogger });
  await using host = new SandboxHost({ system });
  const files = { "/main.ts": "export const one = () => 1; export const spin = () => { while (true); };" };
  await using room = await SubmissionRoom.open(host, { ...rest, files });
  assertEquals(await room.ask("call", ["one", []]), { outcome: "gave", value: 1 });
  assertEquals(await room.ask("call", ["two", []]), { outcome: "lacks", what: "The submission exports no two" });
  assertEquals(room.failure, undefined);
  await assertRejects(() => room.ask("call", ["spin", []]), SandboxError);
  assertEquals(room.failure?.kind, "limit_exceeded");
  // What the loop had of the core is known, so that a busy machine is told from a loop.
  assertEquals(room.cpuMs > 0, true);
});

Deno.test("SubmissionRoom: a submission has no file of ours in the way", async () => {
  await using system = new System({ logger: silentLogger });
  await using host = new SandboxHost({ system });
  const files = { "/main.ts": `export { one } from "./room.js";`, "/room.js": "export const one = () => 'mine';" };
  await using room = await SubmissionRoom.open(host, { ...rest, files });
  assertEquals(await room.ask("call", ["one", []]), { outcome: "gave", value: "mine" });
});
