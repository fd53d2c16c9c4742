import { assertEquals, assertRejects } from "@std/assert";
import { ArgumentError, System } from "@superlearner/otp";
import { named } from "./named.ts";
import { WaitError } from "./wait_error.ts";

const asleep = () => new Promise(() => {});

Deno.test("named: who has it already, who takes it, and not who had it before", async () => {
  await using system = new System();
  const first = system.spawn(asleep, { name: "worker" });
  assertEquals(await named(system, "worker", { timeoutMs: 0 }), first);
  const waiting = named(system, "worker", { not: first });
  system.exit(first, "kill");
  const second = system.spawn(asleep);
  system.register("worker", second);
  assertEquals(await waiting, second);
});

Deno.test("named: nobody is a WaitError that says who there is; no System is refused", async () => {
  await using system = new System();
  system.spawn(asleep, { name: "other" });
  await assertRejects(() => named(system, "worker", { timeoutMs: 0 }), WaitError, "there are other");
  await assertRejects(() => named({} as System, "worker"), ArgumentError, "the first argument is a System");
});
