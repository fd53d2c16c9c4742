import { assertEquals } from "@std/assert";
import { VirtualClock } from "@superlearner/otp/simulation";
import { FakeSource } from "../testdata/fake_source.ts";
import { changed, office } from "../testdata/nodes.ts";
import { MonitorModel } from "./monitor_model.ts";

Deno.test("MonitorModel - all models hear one source, and none does when it is disposed of", () => {
  const source = new FakeSource([office()]);
  const clock = new VirtualClock();
  const model = new MonitorModel(source, { clock });
  source.show(changed(source.forest, "office/anna", { handled: 1 }));
  source.tell({ type: "process.suspended", pid: "<0.2.0>" });
  assertEquals(model.history.entries.value[0]?.who, "anna");
  assertEquals(model.tree.node("office/anna")?.handled, 1);
  model[Symbol.dispose]();
  assertEquals([source.listeners.size, clock.nextAlarm], [0, undefined]);
});
