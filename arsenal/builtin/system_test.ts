import { assertEquals } from "@std/assert";
import { sys, System } from "@superlearner/otp";
import { fixture } from "../fixture_suite.ts";
import { arsenal } from "../http/app.ts";

Deno.test("case 21: systemHealth of an empty System is healthy", async () => {
  await using system = new System();
  const { data } = await (await arsenal({ system }).request("/api/v1/system/health")).json();
  assertEquals([data.overall_status, data.findings, data.supervisors.total, data.processes.total], [
    "healthy",
    [],
    0,
    0,
  ]);
});

Deno.test("systemHealth is the worst of its findings, and always 200", async () => {
  await using all = await fixture({ thresholds: { mailbox: 3, mailboxCritical: 5 } });
  const health = async () => {
    const { status, body } = await all.ask("GET /system/health");
    const findings = body.data.findings.map(({ code, subject }: Record<string, string>) => `${code} ${subject}`);
    return [status, body.data.overall_status, findings];
  };
  assertEquals(await health(), [200, "healthy", []]);
  await all.tree.terminateChild("counter");
  assertEquals(await health(), [200, "degraded", ["child_down top/counter"]]);
  const stuck = all.system.spawn(() => new Promise(() => {}), { name: "stuck" });
  for (let at = 0; at < 5; at++) all.system.send(stuck, at);
  assertEquals(await health(), [200, "critical", ["child_down top/counter", "mailbox stuck"]]);
});

Deno.test("systemHealth is critical while a name that is expected is not there", async () => {
  await using all = await fixture({ expected: ["top"] });
  const health = async () => {
    const [{ body }, { status }] = [await all.ask("GET /system/health"), await all.ask("GET /system/ready")];
    return [body.data.overall_status, status, body.data.findings.map(({ subject }: { subject: string }) => subject)];
  };
  assertEquals(await health(), ["healthy", 200, []]);
  all.system.exit("top", "kill");
  await all.until(() => all.system.whereis("top") === undefined);
  assertEquals(await health(), ["critical", 503, ["top"]]);
});

Deno.test("systemInfo tells what there is", async () => {
  await using all = await fixture();
  await all.simulation.advance(1234);
  const { data } = (await all.ask("GET /system/info")).body;
  assertEquals([data.processes, data.supervisors, data.registered_names, data.uptime_ms, data.node], [
    5,
    2,
    4,
    1234,
    "local",
  ]);
  assertEquals([data.wall_time, data.versions.deno, data.memory.heap_limit > data.memory.heap_used], [
    "1970-01-01T00:00:01.234Z",
    Deno.version.deno,
    true,
  ]);
});

Deno.test("live and ready answer 503 where that is so", async () => {
  let draining = false;
  await using all = await fixture({ isReady: () => !draining });
  assertEquals([(await all.ask("GET /system/live")).status, (await all.ask("GET /system/ready")).status], [200, 200]);
  draining = true;
  const ready = await all.ask("GET /system/ready");
  assertEquals([ready.status, ready.body.data], [503, { ready: false, overall_status: "healthy" }]);
  draining = false;
  await all.simulation.stop();
  assertEquals([(await all.ask("GET /system/live")).status, (await all.ask("GET /system/ready")).status], [503, 503]);
  assertEquals((await all.ask("GET /system/health")).body.data.overall_status, "critical");
});

Deno.test("systemHealth finds a mailbox that loses messages, until it is relieved", async () => {
  await using all = await fixture();
  const health = async () => {
    const { data } = (await all.ask("GET /system/health")).body;
    return [data.overall_status, ...data.findings.map(({ code, message }: Record<string, string>) => [code, message])];
  };
  const small = all.system.spawn((self) => self.receive({ timeoutMs: 5000 }).then(() => self.receive()), {
    name: "small",
    maxMailbox: 2,
    overload: "drop_newest",
  });
  sys.suspend(all.system, small);
  for (let at = 0; at < 5; at++) all.system.send(small, at);
  assertEquals(await health(), [
    "degraded",
    ["overload", "is overloaded: 2 of 2 messages wait, 3 were dropped or rejected so far"],
  ]);
  const row = (await all.ask("GET /processes?q=small")).body[0];
  assertEquals([row.max_mailbox, row.dropped, row.overloaded], [2, 3, true]);
  all.system.exit(small, "kill");
  await all.simulation.settle();
  assertEquals(await health(), ["healthy"]);
});
