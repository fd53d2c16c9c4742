import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError, System } from "@superlearner/otp";
import { checkHostOptions } from "./host_options.ts";
import { SandboxHost, type SandboxHostOptions } from "./sandbox_host.ts";

Deno.test("checkHostOptions() gives good ones back", async () => {
  await using system = new System();
  const options: SandboxHostOptions = { system, pool: { warm: 64, isolation: "process", profile: "balanced" } };
  assertEquals(checkHostOptions(options) === options, true);
});

Deno.test("new SandboxHost() refuses the others, with the rule", async () => {
  await using system = new System();
  const bad: [unknown, string][] = [
    [undefined, "the options are an object"],
    [null, "the options are an object"],
    [{}, "system is a System"],
    [{ system: null }, "system is a System"],
    [{ system: "x" }, "system is a System"],
    [{ system, audit: 1 }, "audit is an AuditLog"],
    [{ system, audit: null }, "audit is an AuditLog"],
    [{ system, log: 1 }, "an option is one of system, audit, pool"],
    [{ system, pool: null }, "the options are an object"],
    [{ system, pool: {} }, "pool.warm is a whole number from 0 to 64"],
    [{ system, pool: { warm: 1e9 } }, "pool.warm is a whole number from 0 to 64"],
    [{ system, pool: { warm: "1" } }, "pool.warm is a whole number from 0 to 64"],
    [{ system, pool: { warm: 0, isolation: "thread" } }, 'pool.isolation is "worker" or "process"'],
    [{ system, pool: { warm: 0, isolation: { shared: "a" } } }, 'pool.isolation is "worker" or "process"'],
    [{ system, pool: { warm: 0, profile: "none" } }, "a profile is one of"],
    [{ system, pool: { warm: 0, cold: 1 } }, "an option is one of warm, isolation, profile"],
  ];
  for (const [options, rule] of bad) {
    assertThrows(() => new SandboxHost(options as SandboxHostOptions), ArgumentError, rule);
  }
});
