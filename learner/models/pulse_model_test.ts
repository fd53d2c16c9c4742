import { assertEquals } from "@std/assert";
import { VirtualClock } from "@superlearner/otp/simulation";
import { FakeSource } from "../testdata/fake_source.ts";
import { changed, office, pid } from "../testdata/nodes.ts";
import { KEPT_RATES, PulseModel } from "./pulse_model.ts";

const settle = () => Promise.resolve();

Deno.test("PulseModel - sums up what lives", () => {
  const forest = changed([office()], "office/carl", { pid: undefined, status: "stopped" });
  using model = new PulseModel(new FakeSource(changed(forest, "office/anna", { mailboxLength: 4 })));
  const { processes, supervisors, restarts, waiting } = model.pulse.value;
  assertEquals([processes, supervisors, restarts, waiting], [5, 2, 0, 4]);
});

Deno.test("PulseModel - counts messages a second, those of new processes too and none twice", async () => {
  const source = new FakeSource([office()]);
  const clock = new VirtualClock();
  using model = new PulseModel(source, { clock });
  await clock.advance(500, settle);
  source.show(changed(source.forest, "office/anna", { handled: 10 }));
  assertEquals(model.pulse.value.perSecond, 0);
  await clock.advance(500, settle);
  source.show(changed(source.forest, "office/anna", { handled: 4, pid: pid(9) }));
  assertEquals([model.pulse.value.perSecond, model.pulse.value.rates], [14, [14]]);
});

Deno.test("PulseModel - keeps the rates of the last while", async () => {
  const source = new FakeSource([office()]);
  const clock = new VirtualClock();
  using model = new PulseModel(source, { clock });
  for (let at = 1; at <= KEPT_RATES + 5; at++) {
    await clock.advance(1000, settle);
    source.show(changed(source.forest, "office/anna", { handled: at }));
  }
  assertEquals(model.pulse.value.rates, Array(KEPT_RATES).fill(1));
});

Deno.test("PulseModel - what was handled before the line was live is no rate", async () => {
  const source = new FakeSource([office()]);
  source.say({ status: "connecting" });
  const clock = new VirtualClock();
  using model = new PulseModel(source, { clock });
  const handle = (handled: number) => source.show(changed(source.forest, "office/anna", { handled }));
  await clock.advance(5000, settle);
  source.say({ status: "live" });
  handle(9000);
  await clock.advance(500, settle);
  handle(18_000); // a sandbox answers now what it did while nobody had asked
  await clock.advance(500, settle);
  handle(18_001);
  assertEquals([model.pulse.value.perSecond, model.pulse.value.rates], [0, []]);
  await clock.advance(1000, settle);
  handle(18_008);
  assertEquals([model.pulse.value.perSecond, model.pulse.value.rates], [7, [7]]);
});
