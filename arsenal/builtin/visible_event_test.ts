import { assertEquals } from "@std/assert";
import { LOCAL } from "../operations/principal.ts";
import { visibleEvent } from "./visible_event.ts";

const reader = { id: "reader", permissions: ["trace:read", "events:read"] };
const stamp = { sequence: 1, time: 0 };

Deno.test("visibleEvent() keeps states and values of registries from who may not see states", () => {
  const handled = { type: "message.handled", ...stamp, duration_ms: 1, state: { count: 1 } };
  const entry = { type: "registry.registered", ...stamp, key: "k", value: 7 };
  assertEquals(visibleEvent(handled, reader), { type: "message.handled", ...stamp, duration_ms: 1 });
  assertEquals(visibleEvent(entry, reader), { type: "registry.registered", ...stamp, key: "k" });
  assertEquals([visibleEvent(handled, LOCAL), visibleEvent(entry, LOCAL)], [handled, entry]);
});

Deno.test("visibleEvent() leaves all other events as they are", () => {
  const exited = { type: "process.exited", ...stamp, pid: "<0.1.0>", state: "not one" };
  assertEquals(visibleEvent(exited, reader), exited);
});
