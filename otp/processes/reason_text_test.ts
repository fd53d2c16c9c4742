import { assert, assertEquals } from "@std/assert";
import { Redaction } from "../presenting/redaction.ts";
import { type ExitReason, reasonOf } from "./exit_reason.ts";
import { kindOfReason, reasonText } from "./reason_text.ts";

const text = (reason: ExitReason) => reasonText(reason, new Redaction());

Deno.test("reasonText() is one line without secrets", () => {
  assertEquals(text("killed"), "killed");
  assertEquals(text(reasonOf(new TypeError("Two\n  lines"))), "TypeError: Two lines");
  assertEquals(
    text({ shutdown: { password: "p", n: 1n } }),
    '{"shutdown":{"password":"[redacted]","n":{"$bigint":"1"}}}',
  );
  assertEquals(
    text(reasonOf(new Error("Cannot reach postgres://ada:hunter2@db"))),
    "Error: Cannot reach postgres://ada:[redacted]@db",
  );
  assertEquals([text(undefined as never), text(null as never), text({ error: "x" })], [
    "undefined",
    "null",
    '{"error":"x"}',
  ]);
});

Deno.test("reasonText() is bounded, whatever the reason holds", () => {
  for (
    const long of ["x".repeat(1e6), reasonOf(new Error("x".repeat(1e6))), { all: Array(1e5).fill("x".repeat(100)) }]
  ) {
    assert(text(long).length <= 1001);
  }
});

Deno.test("kindOfReason() is the same for reasons that are alike, and reads no further than it must", () => {
  const bomb = new Proxy({}, {
    ownKeys() {
      throw new Error("no");
    },
  });
  assertEquals(kindOfReason("boom"), "boom");
  assertEquals(kindOfReason(reasonOf(new Error("Bad"))), kindOfReason(reasonOf(new Error("Bad"))));
  assertEquals(kindOfReason({ reason: "noproc", call: { server: "a" } }), "reason: noproc,call: object");
  assertEquals([kindOfReason(bomb), kindOfReason(null as never)], ["unreadable", "null"]);
  assert(kindOfReason("x".repeat(1e6)).length <= 100);
});
