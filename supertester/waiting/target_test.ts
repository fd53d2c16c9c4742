import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError, System } from "@superlearner/otp";
import { checkTarget, pidOf, processRef, type Target } from "./target.ts";

const asleep = () => new Promise(() => {});

Deno.test("processRef: by name whoever has it now, by pid that process", async () => {
  await using system = new System();
  const first = system.spawn(asleep, { name: "worker" });
  const [byName, byPid] = [processRef(system, "worker"), processRef(system, first)];
  assertEquals([byName.pid, byPid.pid, `${byName}`, `${byPid}`], [first, first, "worker", first]);
  system.exit(first, "kill");
  assertEquals([byName.alive, byPid.alive, pidOf(byName), pidOf(byPid)], [false, false, undefined, first]);
  const second = system.spawn(asleep, { name: "worker" });
  assertEquals([byName.pid, byPid.pid], [second, undefined]);
});

Deno.test("checkTarget: what is no ref is refused by name", () => {
  for (const odd of [undefined, null, "worker", "<0.1.0>", {}, new System()]) {
    assertThrows(
      () => checkTarget("wait for an exit", odd as unknown as Target),
      ArgumentError,
      "Cannot wait for an exit",
    );
  }
});
