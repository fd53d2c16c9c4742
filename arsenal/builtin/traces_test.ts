import { assert, assertEquals } from "@std/assert";
import { fixture, readEvents } from "../fixture_suite.ts";

const cast = { type: "cast", kind: "increment" };

Deno.test("startTrace needs no body, and answers where to read", async () => {
  await using all = await fixture();
  const { status, headers, body } = await all.ask("POST /processes/%3C0.2.0%3E/trace");
  assertEquals(status, 201);
  const { trace_id, running, max_events, duration_ms, links } = body.data;
  assertEquals([trace_id, running, max_events, duration_ms], ["trace-1", true, 1000, 60_000]);
  assertEquals(links.events, "/api/v1/processes/%3C0.2.0%3E/trace?trace_id=trace-1");
  assertEquals(headers.get("location"), links.events);
  assertEquals((await all.app.request(links.events)).status, 200);
});

Deno.test("readTrace gives the events after a cursor, and why the trace ended", async () => {
  await using all = await fixture();
  await all.ask("POST /processes/0.2.0/trace", { max_events: 4 });
  for (let at = 0; at < 5; at++) await all.ask("POST /processes/0.2.0/message", cast);
  await all.simulation.settle();
  const first = (await all.ask("GET /processes/0.2.0/trace?limit=3")).body.data;
  assertEquals([first.events.length, first.cursor, first.running, first.ended_because], [3, 3, false, "max_events"]);
  const rest = (await all.ask(`GET /processes/0.2.0/trace?cursor=${first.cursor}`)).body.data;
  assertEquals([rest.events.length, rest.events[0].number], [1, 4]);
  assertEquals((await all.ask("GET /processes/0.2.0/trace?cursor=4")).body.data.cursor, 4);
  assertEquals(all.system.events.active, false);
});

Deno.test("case 12: a trace ends with its process, and stays readable", async () => {
  await using all = await fixture();
  await all.ask("POST /processes/0.2.0/trace");
  all.system.exit("<0.2.0>", "kill");
  const { data } = (await all.ask("GET /processes/0.2.0/trace")).body;
  assertEquals([data.ended_because, data.events.at(-1).type, data.events.at(-1).reason], [
    "process_exited",
    "process.exited",
    "killed",
  ]);
  assertEquals(all.system.events.active, false);
  assertEquals((await all.ask("POST /processes/0.2.0/trace")).status, 404);
});

Deno.test("case 12: two traces of one process do not disturb each other", async () => {
  await using all = await fixture();
  await all.ask("POST /processes/0.2.0/trace");
  await all.ask("POST /processes/0.2.0/trace");
  const stopped = await all.ask("DELETE /processes/0.2.0/trace?trace_id=trace-1");
  assertEquals([stopped.body.data.trace_id, stopped.body.data.ended_because], ["trace-1", "stopped"]);
  await all.ask("POST /processes/0.2.0/message", cast);
  await all.simulation.settle();
  const count = async (id: string) =>
    (await all.ask(`GET /processes/0.2.0/trace?trace_id=${id}`)).body.data.events_count;
  assertEquals([await count("trace-1"), await count("trace-2")], [0, 3]);
  await all.ask("DELETE /processes/0.2.0/trace");
  assertEquals(all.system.events.active, false);
  assertEquals((await all.ask("GET /traces")).body.data.map(({ running }: { running: boolean }) => running), [
    false,
    false,
  ]);
});

Deno.test("case 12: a trace ends by time, in the System's time", async () => {
  await using all = await fixture();
  await all.ask("POST /processes/0.2.0/trace", { duration_ms: 500 });
  await all.simulation.advance(500);
  const { data } = (await all.ask("GET /processes/0.2.0/trace")).body;
  assertEquals([data.ended_because, data.ended_at, all.system.events.active], [
    "duration",
    "1970-01-01T00:00:00.500Z",
    false,
  ]);
});

Deno.test("followTrace gives the events as they come, and says why it ended", async () => {
  await using all = await fixture();
  await all.ask("POST /processes/0.2.0/trace");
  const response = await all.app.request("/api/v1/processes/0.2.0/trace/stream");
  const read = readEvents(response);
  await all.ask("POST /processes/0.2.0/message", cast);
  await all.simulation.settle();
  await all.ask("DELETE /processes/0.2.0/trace");
  const events = await read;
  assertEquals(events.map(({ id, event }) => [id, event]), [
    ["1", "message.received"],
    ["2", "message.taken"],
    ["3", "message.handled"],
    [undefined, "end"],
  ]);
  assertEquals((events[3]?.data as { ended_because: string }).ended_because, "stopped");
  const again = await all.app.request("/api/v1/processes/0.2.0/trace/stream", { headers: { "last-event-id": "1" } });
  assertEquals((await readEvents(again)).map(({ event }) => event), ["message.taken", "message.handled", "end"]);
});

Deno.test("followTrace shows in silence that it is alive", async () => {
  await using all = await fixture({ heartbeatMs: 100 });
  await all.ask("POST /processes/0.2.0/trace");
  const response = await all.app.request("/api/v1/processes/0.2.0/trace/stream");
  const reader = response.body!.getReader();
  const texts: string[] = [];
  const read = async () => texts.push(new TextDecoder().decode((await reader.read()).value));
  await read();
  const beat = read();
  await all.simulation.advance(100);
  await beat;
  assertEquals(texts, [": open\n\n", ":\n\n"]);
  await reader.cancel();
});

Deno.test("traces that do not exist are 404, wrong limits 400, too many 409", async () => {
  await using all = await fixture();
  assertEquals(
    (await all.ask("GET /processes/0.2.0/trace")).body.detail,
    "<0.2.0> has no trace: POST to this path starts one",
  );
  assertEquals((await all.ask("DELETE /processes/0.2.0/trace?trace_id=x")).body.code, "trace_not_found");
  assertEquals((await all.ask("POST /processes/0.2.0/trace", { max_events: 0 })).body.errors[0].path, "max_events");
  for (let at = 0; at < 20; at++) assert((await all.ask("POST /processes/0.2.0/trace")).status === 201);
  assertEquals((await all.ask("POST /processes/0.2.0/trace")).body.code, "too_many_traces");
});

Deno.test("case 11: a trace has no secrets in it", async () => {
  await using all = await fixture();
  await all.ask("POST /processes/0.2.0/trace");
  await all.ask("POST /processes/0.2.0/message", { message: { password: "p4ss", note: "Bearer abcdefgh" } });
  const { body } = await all.ask("GET /processes/0.2.0/trace");
  assertEquals(body.data.events[0].message, { password: "[redacted]", note: "[redacted]" });
});
