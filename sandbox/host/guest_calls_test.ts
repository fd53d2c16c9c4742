import { assertEquals, assertRejects } from "@std/assert";
import { ArgumentError, System } from "@superlearner/otp";
import { SandboxError } from "../limits/sandbox_error.ts";
import { GuestCalls } from "./guest_calls.ts";
import type { Life } from "./life.ts";

const GONE = { kind: "not_found", what: "sandbox guest: it was stopped" } as const;

/** Calls into a sandbox in which one name is known. */
function callsInto(system: System) {
  const asked: string[] = [];
  const whereis = (name: string) => {
    asked.push(name);
    return Promise.resolve(name === "known" ? "<guest.7.0>" : undefined);
  };
  const life = { connection: Promise.resolve({ whereis }) } as unknown as Life;
  return {
    asked,
    calls: new GuestCalls({ name: "guest", system, alive: () => Promise.resolve(life), failure: () => GONE }),
  };
}

Deno.test("GuestCalls finds processes by name and by pid, and refuses those of others", async () => {
  await using system = new System();
  const { calls, asked } = callsInto(system);
  assertEquals([await calls.whereis("known"), await calls.whereis("unknown")], ["<guest.7.0>", undefined]);
  for (const to of ["unknown", "<other.1.0>"]) {
    const { failure, message } = await assertRejects(() => calls.call(to, "get", {}), SandboxError);
    assertEquals([failure.kind, message.includes(`process ${to} in guest`)], ["not_found", true]);
  }
  assertEquals(asked, ["known", "unknown", "unknown"]);
});

Deno.test("GuestCalls asks nobody with what names nobody", async () => {
  await using system = new System();
  const { calls, asked } = callsInto(system);
  for (const wrong of ["", null, 5]) await assertRejects(() => calls.whereis(wrong as string), ArgumentError);
  assertEquals(asked, []);
});
