import { assertEquals, assertRejects } from "@std/assert";
import { type Clock, RealClock } from "@superlearner/otp";
import { SandboxError } from "../limits/sandbox_error.ts";
import { limitsOf } from "../limits/profiles.ts";
import { GROUP_CONFINEMENT } from "./group_confinement.ts";
import { Program } from "./program.ts";

function started(
  script: string,
  { clock, ...pipes }: { stdin?: "piped"; stdout?: "piped"; clock?: Pick<Clock, "now"> } = {},
): Program {
  return new Program({
    action: "run a program for a guest",
    command: { path: "/bin/sh", args: ["-c", script], env: {}, processes: 8 },
    ...{ stdin: "null", stdout: "null", stderr: "null" },
    ...pipes,
    cwd: "/",
    confinement: GROUP_CONFINEMENT,
    limits: limitsOf("strict"),
    clock: Object.assign(new RealClock(), clock),
  });
}

Deno.test("Program: it is over when it has ended and all that it printed was read", async () => {
  const program = started("echo printed", { stdout: "piped" });
  assertEquals([(await program.status).code, program.isOver], [0, false]);
  assertEquals(new TextDecoder().decode(await program.outputs.stdout.read(100)), "printed\n");
  assertEquals([await program.outputs.stdout.read(100), program.isOver, program.use(9).count], [undefined, true, 0]);
  program.signal("SIGKILL"); // nobody hears it
  program.exceed("wallMs", 1);
  assertEquals((await program.status).success, true);
});

Deno.test("Program: a limit ends it once, and is what all who wait are told", async () => {
  const program = started("sleep 45", { stdout: "piped" });
  const reading = assertRejects(() => program.outputs.stdout.read(1), SandboxError, "wallMs");
  program.exceed("wallMs", 7_000);
  program.exceed("programs", 9);
  const { failure } = await assertRejects(() => program.status, SandboxError);
  assertEquals({ ...failure, at: 0 }, { kind: "limit_exceeded", limit: "wallMs", value: 5000, used: 7000, at: 0 });
  await reading;
});

Deno.test("Program: it is busy since its start, or since what it was given, or as long as what it has started is there", () => {
  let now = 1000;
  const program = started("sleep 45", { clock: { now: () => now } });
  now = 3000;
  assertEquals(program.busyMs(1), 2000);
  program.since = Infinity;
  assertEquals([program.busyMs(1), program.busyMs(2)], [0, 0]);
  now = 4000;
  assertEquals([program.busyMs(2), program.busyMs(1), program.busyMs(2)], [1000, 0, 0]);
  return program.end();
});

Deno.test("Program: input is for one whose stdin is piped", async () => {
  const program = started("read word; [ $word = yes ]", { stdin: "piped" });
  await program.write(new TextEncoder().encode("yes\n"));
  await program.closeInput();
  assertEquals((await program.status).success, true);
  const deaf = started("true");
  await assertRejects(() => deaf.write(new Uint8Array(1)), TypeError, 'not "piped"');
  await deaf.end();
});

Deno.test({
  name: "Program: it is ended also by a host that may run it and nothing else",
  permissions: { run: ["/bin/sh"], read: true },
  fn: async () => {
    const program = started("exec sleep 45");
    await program.end();
    assertEquals((await program.status).signal, "SIGKILL");
  },
});
