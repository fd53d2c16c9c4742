import { assertEquals } from "@std/assert";
import { auditEntryOf, type Happening, refusedEntry } from "./audit_lines.ts";

const happening = { sandbox: "lab", result: "ok", detail: "", by: undefined, data: {} } as const;
const entryOf = (of: Partial<Happening> & Pick<Happening, "topic">) => auditEntryOf({ ...happening, ...of });

Deno.test("auditEntryOf(): what was done to a sandbox has it for its target, and the host for its doer, unless one is named", () => {
  assertEquals(entryOf({ topic: "sandbox.started" }), {
    who: "host",
    what: "sandbox.start",
    target: "lab",
    result: "ok",
  });
  assertEquals(entryOf({ topic: "sandbox.reload_failed", result: "failed", detail: "no", by: "eve" }), {
    who: "eve",
    what: "sandbox.reload",
    target: "lab",
    result: "failed",
    detail: "no",
  });
});

Deno.test("auditEntryOf(): what a sandbox did itself, or came to, has it for its doer", () => {
  const denied = { permission: "read", target: "/x" };
  assertEquals(entryOf({ topic: "sandbox.denied", data: denied, result: "denied", detail: "read /x" }), {
    who: "lab",
    what: "read",
    target: "/x",
    result: "denied",
  });
  const limit = { limit: "turnMs", value: 5, used: 6 };
  assertEquals(entryOf({ topic: "sandbox.limit", data: limit, result: "failed" }).target, "turnMs");
  assertEquals([entryOf({ topic: "sandbox.failed" }).who, entryOf({ topic: "sandbox.failed", by: "host" }).who], [
    "lab",
    "host",
  ]);
});

Deno.test("refusedEntry() says why", () => {
  const entry = { who: "eve", what: "sandbox.start", target: "lab" };
  assertEquals([refusedEntry(entry, new Error("no")), refusedEntry(entry, 1).detail], [
    { ...entry, result: "failed", detail: "no" },
    "1",
  ]);
});
