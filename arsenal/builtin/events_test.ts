import { assertEquals } from "@std/assert";
import { fixture, readEvents } from "../fixture_suite.ts";

Deno.test("events follows the System, filtered by kind, pid and name", async () => {
  await using all = await fixture();
  const follow = (query: string) => all.app.request(`/api/v1/events?${query}`);
  const reads = [
    readEvents(await follow("type=process.exited&type=child.*"), 2),
    readEvents(await follow("pid=0.1.0"), 1),
    readEvents(await follow("name=counter"), 2),
  ];
  await all.simulation.settle();
  all.system.exit(all.pid("counter") as "<0.1.0>", "kill");
  await all.simulation.settle();
  all.system.exit(all.pid("counter") as "<0.1.0>", "kill");
  const kinds = (await Promise.all(reads)).map((events) => events.map(({ event }) => event));
  assertEquals(kinds, [
    ["process.exited", "child.restarted"],
    ["child.restarted"],
    ["process.exited", "process.started"],
  ]);
});

Deno.test("case 19: events goes on after the id, by header or query, and tells of a gap", async () => {
  await using all = await fixture();
  const url = "/api/v1/events?type=process.*";
  const first = readEvents(await all.app.request(url), 1);
  await all.simulation.settle();
  all.system.attach();
  const [{ id = "" } = {}] = await first;
  const missed = all.system.attach().pid;
  const again = await readEvents(await all.app.request(url, { headers: { "last-event-id": id } }), 1);
  const since = await readEvents(await all.app.request(`${url}&since=${id}`), 1);
  assertEquals([again[0]?.id === since[0]?.id, (again[0]?.data as { pid: string }).pid], [true, missed]);
  const foreign = await readEvents(await all.app.request(url, { headers: { "last-event-id": "other.7" } }), 1);
  assertEquals(foreign, [{ event: "gap", data: { reason: "not_recorded", lost: null } }]);
  await all.simulation.advance(30_000);
  assertEquals(all.system.events.active, false);
});

Deno.test("events keeps messages from who lacks trace:read", async () => {
  const auth = (request: Request) => ({
    id: "somebody",
    permissions: request.headers.has("x-tracer") ? ["*"] : ["events:read"],
  });
  await using all = await fixture({ auth });
  await all.ask("POST /processes/0.2.0/trace", {}, { "x-tracer": "1" });
  const viewer = readEvents(await all.app.request("/api/v1/events"), 1);
  const tracer = readEvents(await all.app.request("/api/v1/events", { headers: { "x-tracer": "1" } }), 1);
  await all.simulation.settle();
  await all.ask("POST /processes/0.2.0/message", { type: "cast", kind: "increment" }, { "x-tracer": "1" });
  all.system.attach();
  assertEquals([(await viewer)[0]?.event, (await tracer)[0]?.event], ["process.started", "message.received"]);
});

Deno.test("events refuses a pid that is none", async () => {
  await using all = await fixture();
  assertEquals((await all.ask("GET /events?pid=x")).status, 400);
  assertEquals((await all.ask("GET /events?kind=x")).body.errors[0].path, "kind");
  assertEquals(all.system.events.active, false);
});

Deno.test("events shows a sign of life also where much happens of which its follower does not hear", async () => {
  await using all = await fixture({ heartbeatMs: 1000 });
  const response = await all.app.request("/api/v1/events?type=name.unregistered");
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  assertEquals((await reader.read()).value, ": open\n\n");
  let seen = "";
  const next = reader.read().then(({ value }) => seen = value ?? "");
  for (let ms = 0; ms < 1500; ms += 100) {
    await all.simulation.advance(100);
    all.system.attach();
    await all.simulation.settle();
  }
  assertEquals(seen, ":\n\n");
  await next;
  await reader.cancel();
});
