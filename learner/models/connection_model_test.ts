import { assertEquals } from "@std/assert";
import { VirtualClock } from "@superlearner/otp/simulation";
import { FakeSource } from "../testdata/fake_source.ts";
import { ConnectionModel, lineOf } from "./connection_model.ts";

Deno.test("lineOf - says in words whether what is shown is true now", () => {
  const at = { heardAt: 10_000, retryAt: undefined, problem: undefined };
  assertEquals(lineOf({ ...at, status: "live" }, 99_000).text, "Live");
  assertEquals(lineOf({ ...at, status: "connecting" }, 99_000).text, "Connecting");
  assertEquals(lineOf({ ...at, status: "closed" }, 99_000).text, "Closed");
  assertEquals(lineOf({ ...at, status: "stale" }, 22_000).text, "Disconnected for 12 s");
  assertEquals(
    lineOf({ ...at, status: "stale", retryAt: 25_000 }, 22_000).text,
    "Disconnected for 12 s, next try in 3 s",
  );
});

Deno.test("ConnectionModel - counts seconds only while it is cut off", async () => {
  const source = new FakeSource();
  const clock = new VirtualClock({ wallTime: 1000 });
  using model = new ConnectionModel(source, { clock });
  assertEquals([model.line.value.text, clock.nextAlarm], ["Live", undefined]);
  source.say({ status: "stale", heardAt: 1000 });
  await clock.advance(2000, () => Promise.resolve());
  assertEquals(model.line.value.text, "Disconnected for 2 s");
  source.say({ status: "live" });
  assertEquals([model.line.value.text, clock.nextAlarm], ["Live", undefined]);
});
