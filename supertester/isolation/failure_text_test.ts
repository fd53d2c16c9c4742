import { assertEquals, assertStrictEquals } from "@std/assert";
import { System } from "@superlearner/otp";
import { Chronicle } from "../chronicle/chronicle.ts";
import { logText, recentText, withLines } from "./failure_text.ts";

Deno.test("recentText: who crashed of what, then the last events; orderly exits are no crashes", async () => {
  await using system = new System({ clock: { now: () => 5, wallTime: () => 0, setAlarm: () => ({ cancel() {} }) } });
  using chronicle = new Chronicle(system);
  assertEquals(recentText(chronicle), []);
  system.exit(system.spawn(() => new Promise(() => {}), { name: "a" }), "kill");
  system.exit(system.spawn(() => new Promise(() => {}), { name: "b" }), "shutdown");
  assertEquals(recentText(chronicle).slice(0, 5), [
    "Crashed:",
    "  5 ms  <0.1.0> a: killed",
    "Last events:",
    '  5 ms  <0.1.0> process.started parent="<0.0.0>" name="a" behaviour="spawn" module="function"',
    '  5 ms  <0.1.0> process.exited name="a" reason=killed crashed=true handled=0',
  ]);
});

Deno.test("withLines: the same error says more, in its stack as well; what is no error becomes one", () => {
  const error = new RangeError("no $& dollars");
  assertStrictEquals(withLines(error, ["more"]), error);
  assertEquals(error.message, "no $& dollars\n\nmore");
  assertEquals(error.stack?.startsWith("RangeError: no $& dollars\n\nmore\n"), true);
  assertEquals(withLines("text", []).message, "Threw what is no error: text");
  const frozen = Object.freeze(new Error("frozen"));
  assertEquals([withLines(frozen, ["more"]).message, withLines(frozen, ["more"]).cause], ["frozen\n\nmore", frozen]);
});

Deno.test("logText: warnings, the last ones", () => {
  assertEquals(logText([{ level: "info", text: "nothing" }]), []);
  assertEquals(logText([{ level: "warn", text: "odd" }, { level: "info", text: "x" }]), ["Warnings:", "  odd"]);
});
