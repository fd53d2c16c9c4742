import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { SandboxError } from "../limits/sandbox_error.ts";
import { shells } from "./testdata/programs.ts";

Deno.test("Programs: a program that nobody knows has no output, no end, and hears nothing", async () => {
  await using guest = shells();
  const { programs } = guest;
  assertEquals([await programs.read(7, "stdout"), await programs.status(7)], [undefined, undefined]);
  await Promise.all([programs.write(7, new Uint8Array(1)), programs.closeInput(7), programs.cancel(7, "stderr")]);
  programs.kill(7, "SIGTERM");
  assertThrows(() => programs.kill(7, "SIGSYS"), TypeError, "A signal is one of SIGTERM");
  assertEquals(guest.noted, []);
});

Deno.test("Programs: each is refused where there are too many, or none may be; an end is told once it is asked for", async () => {
  await using none = shells({ limits: { programs: 0 } });
  await assertRejects(() => none.say("true"), SandboxError, "the limit programs is 0, used were 1");
  await using guest = shells({ limits: { programs: 2 } });
  const { programs } = guest;
  const ended = await programs.spawn("sh", { args: ["-c", "exit 5"] });
  await programs.spawn("sh", { args: ["-c", "sleep 45"] });
  await programs.spawn("sh", { args: ["-c", "sleep 45"] }).catch(() => {}); // as the machine has it: the first may run yet
  assertEquals((await programs.status(ended))?.code, 5);
  await assertRejects(
    async () => {
      for (;;) await programs.spawn("sh", { args: ["-c", "sleep 45"] });
    },
    SandboxError,
    "the limit programs is 2",
  );
});

Deno.test("Programs: what cannot be started is told, and noted", async () => {
  const dir = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${dir}/gone`);
    await using guest = shells({ asks: { read: [dir] } });
    await Deno.remove(`${dir}/gone`);
    await assertRejects(() => guest.say("true", { cwd: `${dir}/gone` }), Error);
    assertEquals(guest.noted.map((each) => each.split(" ")[0]), ["ok", "failed"]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
