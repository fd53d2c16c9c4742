import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { type PluginsOptions, wholeOptions } from "./plugins_options.ts";
import { FakeSandboxes } from "./testdata/sandboxes.ts";

Deno.test("wholeOptions() has defaults, and checks what is given", () => {
  const sandboxes = new FakeSandboxes({});
  const { maxFailures, drainMs } = wholeOptions({ sandboxes });
  assertEquals([maxFailures, drainMs], [5, 5_000]);
  const refusal = (options: unknown) =>
    assertThrows(() => wholeOptions(options as PluginsOptions), ArgumentError).message;
  assertEquals(refusal(null), "Cannot keep plugins: the options are an object, got null");
  assertEquals(refusal({}), "Cannot keep plugins: sandboxes makes sandboxes, got undefined");
  assertEquals(refusal({ sandboxes, drain: 1 }).startsWith("Cannot keep plugins: an option is one of sandboxes"), true);
  for (const wrong of [null, 5, "x", {}]) {
    const rule = (message: string) => message.split(", got")[0];
    assertEquals(rule(refusal({ sandboxes, audit: wrong })), "Cannot keep plugins: audit is an AuditLog");
    assertEquals(rule(refusal({ sandboxes, host: wrong })), "Cannot keep plugins: host is a HostAccess");
    assertEquals(rule(refusal({ sandboxes, clock: wrong })), "Cannot keep plugins: clock is a Clock");
  }
  assertEquals(
    refusal({ sandboxes, maxFailures: 0 }),
    "Cannot keep plugins: maxFailures is a whole number from 1 up, got 0",
  );
  assertEquals(
    refusal({ sandboxes, drainMs: 1.5 }),
    "Cannot keep plugins: drainMs is a whole number from 1 up, got 1.5",
  );
});
