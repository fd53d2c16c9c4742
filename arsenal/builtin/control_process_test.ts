import { assertEquals } from "@std/assert";
import { GenServer, processInfo } from "@superlearner/otp";
import { fixture } from "../fixture_suite.ts";

const Stubborn = GenServer.define({ name: "Stubborn", init: () => 0, trapExit: true, handleInfo: (state) => state });

Deno.test("killProcess kills, waits for the death, and leaves no listener behind", async () => {
  await using all = await fixture();
  const { body } = await all.ask("DELETE /processes/%3C0.2.0%3E");
  assertEquals(body.data, { pid: "<0.2.0>", terminated: true, reason: "kill", exit_reason: "killed" });
  assertEquals([all.system.isAlive("<0.2.0>"), all.system.events.active], [false, false]);
  await all.simulation.settle();
  assertEquals(all.pid("counter"), "<0.6.0>");
});

Deno.test("killProcess sends the reason it is given", async () => {
  await using all = await fixture();
  assertEquals((await all.ask("DELETE /processes/0.2.0?reason=maintenance")).body.data.exit_reason, "maintenance");
});

Deno.test("case 13: killProcess refuses protected processes, unless it is forced", async () => {
  await using all = await fixture({ protect: ["counter"] });
  const refused = await all.ask("DELETE /processes/0.1.0");
  assertEquals([refused.status, refused.body.code, refused.body.force], [403, "protected_process", true]);
  assertEquals((await all.ask("DELETE /processes/0.2.0?force=false")).status, 403);
  assertEquals((await all.ask("DELETE /processes/0.2.0?force=true")).status, 200);
  assertEquals((await all.ask("DELETE /processes/0.1.0?force=true")).status, 200);
});

Deno.test("killProcess does not pretend that an ignored reason has worked", async () => {
  await using all = await fixture();
  const ignored = await all.ask("DELETE /processes/0.2.0?reason=normal");
  assertEquals([ignored.status, ignored.body.code], [409, "exit_ignored"]);
  const stubborn = await all.system.start(Stubborn);
  // Only an exit from its parent ends a server that traps; another one is a message to it.
  const child = all.system.spawn(async (self) => {
    await Stubborn.start(self, { name: "stubborn" });
    await self.receive();
  });
  await all.simulation.settle();
  const asked = all.ask("DELETE /processes/" + all.pid("stubborn").slice(1, -1) + "?reason=please&timeout_ms=300");
  await all.until(() => all.system.events.active);
  await all.simulation.advance(300);
  const { status, body } = await asked;
  assertEquals([status, body.code, all.system.events.active], [504, "not_terminated", false]);
  assertEquals([all.system.isAlive(child), stubborn.alive], [true, true]);
});

Deno.test("killProcess refuses wrong options", async () => {
  await using all = await fixture();
  for (const wrong of ["force=1", "timeout_ms=60000", "reason=", "signal=9"]) {
    assertEquals((await all.ask(`DELETE /processes/0.2.0?${wrong}`)).body.errors[0].path, wrong.split("=")[0]);
  }
  assertEquals((await all.ask("DELETE /processes/0.99.0")).body.reason, "never_existed");
});

Deno.test("suspendProcess and resumeProcess stop and go", async () => {
  await using all = await fixture();
  const status = () => processInfo(all.system, "<0.2.0>")?.status;
  assertEquals([(await all.ask("POST /processes/0.2.0/suspend")).body.data, status()], [
    { pid: "<0.2.0>", suspended: true },
    "suspended",
  ]);
  const resumed = await all.ask("POST /processes/0.2.0/resume");
  await all.simulation.settle();
  assertEquals([resumed.body.data.suspended, status()], [false, "waiting"]);
});

Deno.test("suspendProcess resumes by itself after a while", async () => {
  await using all = await fixture();
  await all.ask("POST /processes/0.2.0/suspend", { for_ms: 1000 });
  await all.simulation.advance(999);
  assertEquals(processInfo(all.system, "<0.2.0>")?.status, "suspended");
  await all.simulation.advance(1);
  assertEquals(processInfo(all.system, "<0.2.0>")?.status, "waiting");
});

Deno.test("case 13: suspendProcess refuses a supervisor at the root, unless it is forced", async () => {
  await using all = await fixture();
  assertEquals((await all.ask("POST /processes/0.1.0/suspend")).status, 403);
  assertEquals((await all.ask("POST /processes/0.1.0/suspend", { force: true, for_ms: 5 })).status, 200);
  await all.simulation.advance(5);
});
