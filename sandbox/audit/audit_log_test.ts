import { assertEquals, assertThrows } from "@std/assert";
import { stub } from "@std/testing/mock";
import { ArgumentError } from "@superlearner/otp";
import { AuditError } from "./audit_error.ts";
import { asideFiles } from "./audit_files.ts";
import { AuditLog, type AuditLogOptions } from "./audit_log.ts";
import type { AuditEntry } from "./audit_record.ts";
import { readAudit } from "./read_audit.ts";
import { fill, handClock, place } from "./testdata/logs.ts";
import { verifyAudit } from "./verify_audit.ts";

const entry: AuditEntry = { who: "a", what: "read", result: "denied" };
const opening = (path: string, options: unknown = {}) => AuditLog.open(path, options as AuditLogOptions);

Deno.test("AuditLog numbers its lines, each with the hash of the one before", async () => {
  await using at = await place();
  using log = AuditLog.open(at.path, { clock: handClock() });
  assertEquals(log.head, { seq: 0, hash: "0".repeat(64) });
  const [one, two] = [log.record(entry), log.record({ ...entry, target: "/x" })];
  assertEquals([one.seq, two.seq, one.prev, two.prev, one.at], [1, 2, "0".repeat(64), one.hash, 1_000_000]);
  assertEquals(log.head, { seq: 2, hash: two.hash });
  assertEquals((await Array.fromAsync(readAudit(at.path))).map(({ hash }) => hash), [one.hash, two.hash]);
});

Deno.test("AuditLog goes on where it was left", async () => {
  await using at = await place();
  fill(at.path, 3);
  fill(at.path, 2);
  const verdict = await verifyAudit(at.path, { whole: true });
  assertEquals(verdict.ok && [verdict.records, verdict.head.seq], [5, 5]);
});

Deno.test("AuditLog.open() lets one at a time have it", async () => {
  await using at = await place();
  using _log = AuditLog.open(at.path);
  const { message } = assertThrows(() => opening(at.path), AuditError);
  assertEquals(message, `Cannot open the audit log: one at a time has it open, at ${at.path}`);
});

Deno.test("AuditLog.open() refuses a log whose last line is not right", async () => {
  await using at = await place();
  fill(at.path, 2);
  const text = await Deno.readTextFile(at.path);
  await Deno.writeTextFile(at.path, text.replace("/file2", "/fileX"));
  assertEquals(
    assertThrows(() => opening(at.path), AuditError).message,
    `Cannot open the audit log: the hash of its last line is that of what it says, at ${at.path}`,
  );
  await Deno.writeTextFile(at.path, `${text}nonsense\n`);
  assertEquals(
    assertThrows(() => opening(at.path), AuditError).message,
    `Cannot open the audit log: its last line is a record, at ${at.path}`,
  );
  await Deno.writeTextFile(at.path, `nonsense\n${text}`);
  assertEquals(
    assertThrows(() => opening(at.path), AuditError).message,
    `Cannot open the audit log: a line is a record, at line 1 of ${at.path}`,
  );
  await Deno.writeTextFile(at.path, text);
  fill(at.path, 1);
});

Deno.test("AuditLog.open() refuses the wrong key", async () => {
  await using at = await place();
  fill(at.path, 2, { key: "secret" });
  assertThrows(() => opening(at.path, { key: "other" }), AuditError, "the hash of its last line");
  assertThrows(() => opening(at.path), AuditError, "the hash of its last line");
  fill(at.path, 1, { key: "secret" });
});

Deno.test("AuditLog.open() checks its options", async () => {
  await using at = await place();
  const refusal = (options: unknown) => assertThrows(() => opening(at.path, options), ArgumentError).message;
  assertEquals(refusal(null), "Cannot open the audit log: the options are an object, got null");
  for (const [name, least] of [["syncEvery", 1], ["syncMs", 0], ["maxBytes", 1], ["keepFiles", 0]] as const) {
    for (const value of [-1, 1.5, "3"]) {
      const rule = `${name} is a whole number from ${least} up, or Infinity`;
      const shown = typeof value === "string" ? `"${value}"` : value;
      assertEquals(refusal({ [name]: value }), `Cannot open the audit log: ${rule}, got ${shown}`);
    }
  }
  assertEquals(refusal({ key: "" }), 'Cannot open the audit log: a key is a text with something in it, got "string"');
});

Deno.test("AuditLog.record() refuses what is no entry, and a log that is closed", async () => {
  await using at = await place();
  const log = AuditLog.open(at.path);
  assertEquals(
    assertThrows(() => log.record({ ...entry, result: "fine" as "ok" }), ArgumentError).message,
    'Cannot write to the audit log: an entry has who, what, result, got {"who":"a","what":"read","result":"fine"}',
  );
  for (const part of ["who", "what"]) {
    assertThrows(() => log.record({ ...entry, [part]: undefined }), ArgumentError, "an entry has who, what, result");
  }
  assertEquals(log.head.seq, 0);
  log.close();
  log.close();
  assertEquals(
    assertThrows(() => log.record(entry), AuditError).message,
    `Cannot write to the audit log: the log is open, at ${at.path}`,
  );
});

Deno.test("AuditLog puts a file aside that is large, and the chain goes on", async () => {
  await using at = await place();
  fill(at.path, 20, { maxBytes: 1_000 });
  assertEquals(asideFiles(at.path).length > 2, true);
  fill(at.path, 20, { maxBytes: 1_000 });
  const verdict = await verifyAudit(at.path, { whole: true });
  assertEquals(verdict.ok && [verdict.records, verdict.first], [40, 1]);
  const numbers = (await Array.fromAsync(readAudit(at.path))).map(({ seq }) => seq);
  assertEquals(numbers, Array.from({ length: 40 }, (_, n) => n + 1));
});

Deno.test("AuditLog keeps so many files put aside", async () => {
  await using at = await place();
  fill(at.path, 40, { maxBytes: 1_000, keepFiles: 2 });
  assertEquals(asideFiles(at.path).length, 2);
  const verdict = await verifyAudit(at.path);
  assertEquals(verdict.ok && verdict.head.seq, 40);
  assertEquals(verdict.ok && verdict.first > 1, true);
});

Deno.test("AuditLog writes on into the old file where no new one can be made", async () => {
  await using at = await place();
  using log = AuditLog.open(at.path, { clock: handClock(), maxBytes: 1 });
  log.record(entry);
  {
    using _stub = stub(Deno, "openSync", () => {
      throw new Error("Too many open files");
    });
    assertEquals(
      assertThrows(() => log.record(entry), AuditError).message,
      `Cannot write to the audit log: a new file can be made, at ${at.path}`,
    );
  }
  log.record(entry);
  const verdict = await verifyAudit(at.path, { whole: true });
  assertEquals(verdict.ok && verdict.records, 2);
});

Deno.test("AuditLog goes on after a crash between putting a file aside and making a new one", async () => {
  await using at = await place();
  fill(at.path, 3);
  await Deno.rename(at.path, `${at.path}.000000000001`);
  fill(at.path, 2);
  const verdict = await verifyAudit(at.path, { whole: true });
  assertEquals(verdict.ok && verdict.records, 5);
});
