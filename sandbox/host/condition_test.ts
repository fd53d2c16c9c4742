import { assertEquals } from "@std/assert";
import { System } from "@superlearner/otp";
import { SandboxError } from "../limits/sandbox_error.ts";
import { Condition } from "./condition.ts";
import type { Life } from "./life.ts";

const lifeOf = (failed: Promise<SandboxError> = new Promise(() => {}), lastNumber = 0) =>
  ({ failed, lastNumber }) as unknown as Life;
const topics = ({ chronicle }: Condition) => chronicle.entries.map(({ topic, detail }) => `${topic} ${detail}`.trim());

Deno.test("Condition tells each change once, from the first start to the end", async () => {
  await using system = new System();
  const condition = new Condition(system, { name: "cart" });
  const pid = system.spawn(() => new Promise(() => {}));
  const life = condition.begun(lifeOf());
  condition.up(pid);
  assertEquals([condition.status, condition.pid, condition.restarts], ["running", pid, 0]);
  condition.stopped();
  condition.stopped();
  condition.gone(life, "killed"); // it was stopped in order
  condition.starting();
  condition.begun(lifeOf());
  condition.up(pid);
  condition.destroying();
  condition.stopped();
  condition.destroyed();
  assertEquals([condition.status, condition.restarts], ["destroyed", 1]);
  assertEquals(topics(condition), ["sandbox.started", "sandbox.stopped", "sandbox.restarted", "sandbox.destroyed"]);
});

Deno.test("Condition: the failure of a life is told by itself, a kill is told, and why nothing can be asked", async () => {
  await using system = new System();
  const condition = new Condition(system, { name: "cart" });
  const pid = system.spawn(() => new Promise(() => {}));
  const failed = Promise.withResolvers<SandboxError>();
  condition.begun(lifeOf(failed.promise));
  condition.up(pid);
  const error = new SandboxError("run cart", { kind: "crashed", exit: "x" });
  failed.resolve(error);
  await failed.promise;
  condition.crashed();
  assertEquals([condition.status, condition.absence, condition.failure], [
    "crashed",
    { kind: "crashed", exit: "it did not start" }, // its life knows more
    error,
  ]);
  condition.starting();
  const life = condition.begun(lifeOf());
  condition.up(pid);
  condition.gone(lifeOf(), "another's end");
  condition.gone(life, "killed");
  assertEquals([condition.status, condition.absence, condition.failure], [
    "crashed",
    { kind: "crashed", exit: "killed" },
    error, // that was because of itself
  ]);
  assertEquals(topics(condition), [
    "sandbox.started",
    "sandbox.failed Cannot run cart: it crashed: x",
    "sandbox.restarted",
    "sandbox.failed killed",
  ]);
});

Deno.test("Condition: what its root has died of is its failure, also when it starts again; before it is up there is nobody to ask", async () => {
  await using system = new System();
  const condition = new Condition(system, { name: "cart" });
  assertEquals(condition.absence, { kind: "not_found", what: "sandbox cart: it is starting" });
  condition.begun(lifeOf());
  condition.up(system.spawn(() => new Promise(() => {})));
  condition.crashed("its root ended");
  const failure = { kind: "crashed", exit: "its root ended" } as const;
  assertEquals([condition.failure?.failure, condition.absence], [failure, failure]);
  condition.starting();
  assertEquals([condition.failure?.failure, condition.absence.kind], [failure, "not_found"]);
  condition.stopped();
  assertEquals(condition.absence, { kind: "not_found", what: "sandbox cart: it is stopped" });
});

Deno.test("Condition: a life gives out higher numbers than all before, the first what those are that it is in the place of", async () => {
  await using system = new System();
  const condition = new Condition(system, { name: "cart" });
  assertEquals(condition.numbersAfter, 0);
  condition.begun(lifeOf(undefined, 7));
  assertEquals([condition.numbersAfter, condition.numbersAfter], [1_000_000, 1_000_000]);
  condition.begun(lifeOf(undefined, 1_000_007));
  const { numbersAfter } = condition;
  assertEquals([numbersAfter, new Condition(system, { name: "cart", numbersAfter }).numbersAfter], [2e6, 2e6]);
});
