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
  for (const options of [{ key: "" }, { key: 5 }, { head: 5 }, { head: {} }, { whole: 1 }] as never[]) {
    await assertRejects(() => verifyAudit(at.path, options), ArgumentError);
  }
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
