import { assertEquals } from "@std/assert";
import { SandboxError } from "../limits/sandbox_error.ts";
import { useRefused } from "./use_refused.ts";

Deno.test("useRefused() says to the guest what its realm would, and to the host what it was", () => {
  const denied = { kind: "permission_denied", permission: "read", target: "/x" } as const;
  assertEquals(useRefused(new SandboxError("read", denied)), {
    name: "NotCapable",
    message: 'Requires read access to "/x", which this sandbox was not granted',
    failure: denied,
  });
  assertEquals(useRefused(new RangeError("too much")), { name: "RangeError", message: "too much", failure: undefined });
  assertEquals(useRefused("x"), { name: "Error", message: "It failed", failure: undefined });
});
