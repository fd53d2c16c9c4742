import { assertEquals } from "@std/assert";
import { AuditError } from "./audit_error.ts";

Deno.test("AuditError: says what, which rule and where", () => {
  const cause = new Error("Why");
  const error = new AuditError("read the log", { file: "/a", line: 3, rule: "a line is a record" }, { cause });
  assertEquals(error.message, "Cannot read the log: a line is a record, at line 3 of /a");
  assertEquals([error.name, error.action, error.place.line, error.cause], ["AuditError", "read the log", 3, cause]);
  assertEquals(new AuditError("x", { file: "/a", line: 0, rule: "r" }).message, "Cannot x: r, at /a");
});
