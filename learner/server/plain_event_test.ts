import { assertEquals } from "@std/assert";
import { type ExitReason, isNormalExit } from "@superlearner/otp";
import { plainEvent, plainReason } from "./plain_event.ts";

Deno.test("plainReason - always fits into JSON, and still tells an orderly end from a crash", () => {
  const cyclic: { [key: string]: unknown } = {};
  cyclic["self"] = cyclic;
  const reasons: ExitReason[] = [
    "normal",
    { shutdown: cyclic },
    { error: { name: "TypeError", message: "no", stack: "secret.ts:1" } },
    cyclic,
    { big: 1n },
    {
      get thrown(): never {
        throw new Error("Cannot be read");
      },
    },
  ];
  for (const reason of reasons) {
    const plain = plainReason(reason);
    JSON.stringify(plain);
    assertEquals(isNormalExit(plain), isNormalExit(reason));
  }
  assertEquals(plainReason(reasons[2]!), "TypeError: no");
});

Deno.test("plainEvent - changes nothing but the reason", () => {
  const event = { type: "process.suspended", pid: "<0.2.0>", sequence: 1, time: 2 } as const;
  assertEquals(plainEvent(event), event);
  const exit = { type: "process.exited", pid: "<0.2.0>", crashed: true, handled: 1, sequence: 1, time: 2 } as const;
  assertEquals(plainEvent({ ...exit, reason: { why: 1 } }), { ...exit, reason: '{"why":1}' });
});

Deno.test("plainReason - keeps secrets to itself, in words and in values", () => {
  assertEquals(plainReason("no login with password=hunter22"), "no login with password=[redacted]");
  assertEquals(
    plainReason({ error: { name: "Error", message: "token: abc12345", stack: "" } }),
    "Error: token: [redacted]",
  );
  assertEquals(plainReason({ shutdown: { api_key: "k-12345", n: 1 } }), {
    shutdown: '{ api_key: "[redacted]", n: 1 }',
  });
});
