import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { AuditError } from "./audit_error.ts";
import { AuditLog } from "./audit_log.ts";
import { readAudit } from "./read_audit.ts";
import { place } from "./testdata/logs.ts";
import { verifyAudit } from "./verify_audit.ts";

/** What is no path. */
const NO_PATHS = [null, undefined, 5, "", {}, "a\0b"] as never[];
const all = (path: string, filter?: never) => Array.fromAsync(readAudit(path, filter));

Deno.test("what is no path or option is refused by all that have to do with a log", async () => {
  await using at = await place();
  for (const path of NO_PATHS) {
    assertThrows(() => AuditLog.open(path), ArgumentError, "a log is named by the path of a file");
    await assertRejects(() => all(path), ArgumentError, "a log is named by the path of a file");
    await assertRejects(() => verifyAudit(path), ArgumentError, "a log is named by the path of a file");
  }
  for (const options of [null, 5, []] as never[]) {
    assertThrows(() => AuditLog.open(at.path, options), ArgumentError, "the options are an object");
    await assertRejects(() => all(at.path, options), ArgumentError, "the options are an object");
    await assertRejects(() => verifyAudit(at.path, options), ArgumentError, "the options are an object");
  }
  for (const options of [{ keys: "x" }, { toString: 1 }] as never[]) {
    assertThrows(() => AuditLog.open(at.path, options), ArgumentError, "an option is one of syncEvery");
    await assertRejects(() => all(at.path, options), ArgumentError, "an option is one of who");
    await assertRejects(() => verifyAudit(at.path, options), ArgumentError, "an option is one of key");
  }
  for (const clock of [null, 5, {}] as never[]) {
    assertThrows(() => AuditLog.open(at.path, { clock }), ArgumentError, "clock is a Clock");
  }
  for (const wrong of [null, 5, {}] as never[]) {
    for (const name of ["who", "what", "target"]) {
      await assertRejects(() => all(at.path, { [name]: wrong } as never), ArgumentError, `${name} is a text`);
    }
    await assertRejects(
      () => all(at.path, { result: wrong } as never),
      ArgumentError,
      "result is ok, denied or failed",
    );
  }
  for (const name of ["since", "until", "after"]) {
    for (const wrong of [null, "5", NaN]) {
      await assertRejects(() => all(at.path, { [name]: wrong } as never), ArgumentError, `${name} is a number`);
    }
  }
  for (const options of [{ key: "" }, { key: 5 }, { head: 5 }, { head: {} }, { whole: 1 }] as never[]) {
    await assertRejects(() => verifyAudit(at.path, options), ArgumentError);
  }
});

Deno.test("AuditLog.record() refuses what is no entry, and nothing was added", async () => {
  await using at = await place();
  using log = AuditLog.open(at.path);
  for (const entry of [null, undefined, 5, [], {}, { who: "a", what: "b", result: "no" }] as never[]) {
    assertThrows(() => log.record(entry), ArgumentError, "an entry has who, what, result");
  }
  for (const target of [null, 5, {}] as never[]) {
    const entry = { who: "a", what: "b", result: "ok", target } as const;
    assertThrows(() => log.record(entry), ArgumentError, "target is a text");
  }
  assertEquals(log.head.seq, 0);
});

Deno.test("a directory, and a file in none, are no log, and never verified", async () => {
  await using at = await place();
  const directory = await Deno.realPath(new URL(".", import.meta.url));
  for (
    const [path, rule] of [[directory, "it is a file"], [`${at.path}.none/a`, "its directory can be read"]] as const
  ) {
    assertThrows(() => AuditLog.open(path), AuditError, "it is a file that can be written");
    await assertRejects(() => all(path), AuditError, rule);
    assertEquals(await verifyAudit(path), { ok: false, file: path, line: 0, rule });
  }
});
