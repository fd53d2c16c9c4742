import { assertEquals } from "@std/assert";
import { AuditLog } from "./audit_log.ts";
import { auditLine } from "./audit_record.ts";
import { fill, handClock, place } from "./testdata/logs.ts";
import { verifyAudit, type VerifyAuditOptions } from "./verify_audit.ts";

/** Writes five lines, lets them be changed, and says what is found: the line and the rule, or `"ok"`. */
async function found(change: (lines: string[]) => string[], options: VerifyAuditOptions = {}): Promise<unknown> {
  await using at = await place();
  fill(at.path, 5, options.key === undefined ? {} : { key: options.key });
  const lines = (await Deno.readTextFile(at.path)).trimEnd().split("\n");
  await Deno.writeTextFile(at.path, change(lines).map((line) => `${line}\n`).join(""));
  const verdict = await verifyAudit(at.path, options);
  return verdict.ok ? "ok" : [verdict.line, verdict.rule];
}

Deno.test("verifyAudit() finds all right where nothing was changed", async () => {
  await using at = await place();
  assertEquals(await verifyAudit(at.path), {
    ok: true,
    records: 0,
    first: 0,
    head: { seq: 0, hash: "0".repeat(64) },
    torn: false,
  });
  fill(at.path, 5);
  const verdict = await verifyAudit(at.path, { whole: true });
  assertEquals(verdict.ok && [verdict.records, verdict.first, verdict.head.seq, verdict.torn], [5, 1, 5, false]);
});

Deno.test("verifyAudit() finds any byte that was changed, in its line", async () => {
  await using at = await place();
  fill(at.path, 3);
  const bytes = await Deno.readFile(at.path);
  let line = 1;
  for (let n = 0; n < bytes.length - 1; n++) {
    const changed = bytes.slice();
    changed[n]! ^= 1;
    await Deno.writeFile(at.path, changed);
    const verdict = await verifyAudit(at.path);
    assertEquals([n, verdict.ok ? "ok" : verdict.line], [n, line]);
    if (bytes[n] === 10) line++;
  }
});

Deno.test("verifyAudit() finds lines that were removed, added, moved or doubled", async () => {
  const number = "each number is one more than the one before";
  assertEquals(await found(([a, _b, ...rest]) => [a!, ...rest]), [2, number]);
  assertEquals(await found(([a, b, ...rest]) => [b!, a!, ...rest]), [2, number]);
  assertEquals(await found(([a, ...rest]) => [a!, a!, ...rest]), [2, number]);
  assertEquals(await found((lines) => lines.toSpliced(2, 0, "")), [3, "a line is a record"]);
  assertEquals(await found(([_a, ...rest]) => rest, { whole: true }), [1, "the log begins with line number 1"]);
});

Deno.test("verifyAudit() finds a line that was written anew, by the next one, or by the key", async () => {
  const forge = (key?: string) => (lines: string[]) => {
    const prev = /"hash":"(\w+)"}$/.exec(lines[1]!)![1]!;
    const { line } = auditLine({ who: "nobody", what: "nothing", result: "ok" }, { seq: 3, at: 1, prev, key });
    return lines.with(2, line);
  };
  assertEquals(await found(forge()), [4, "each line has the hash of the one before"]);
  assertEquals(await found((lines) => forge()(lines).slice(0, 3)), "ok");
  const key = "secret";
  assertEquals(await found((lines) => forge()(lines).slice(0, 3), { key }), [
    3,
    "the hash of a line is that of what it says",
  ]);
});

Deno.test("verifyAudit() misses lines that a head kept elsewhere knows of", async () => {
  await using at = await place();
  using log = AuditLog.open(at.path, { clock: handClock() });
  for (let n = 0; n < 3; n++) log.record({ who: "a", what: "b", result: "ok" });
  const { head } = log;
  assertEquals((await verifyAudit(at.path, { head })).ok, true);
  log.record({ who: "a", what: "b", result: "ok" });
  assertEquals((await verifyAudit(at.path, { head })).ok, true);
  const text = await Deno.readTextFile(at.path);
  const rule = "it goes to line number 3 or further";
  await Deno.writeTextFile(at.path, text.split("\n").slice(0, 2).map((line) => `${line}\n`).join(""));
  assertEquals(await verifyAudit(at.path, { head }), { ok: false, file: at.path, line: 0, rule });
  await Deno.writeTextFile(at.path, "");
  assertEquals(await verifyAudit(at.path, { head }), { ok: false, file: at.path, line: 0, rule });
  const other = { seq: 3, hash: "1".repeat(64) };
  await Deno.writeTextFile(at.path, text);
  assertEquals(await verifyAudit(at.path, { head: other }), {
    ok: false,
    file: at.path,
    line: 3,
    rule: "the line is the one that was there before",
  });
});

Deno.test("verifyAudit() takes only the last line of all for one that was not finished", async () => {
  await using at = await place();
  fill(at.path, 3);
  const text = await Deno.readTextFile(at.path);
  await Deno.writeTextFile(at.path, text.slice(0, -9));
  const torn = await verifyAudit(at.path);
  assertEquals(torn.ok && [torn.records, torn.torn], [2, true]);
  await Deno.rename(at.path, `${at.path}.000000000001`);
  const file = `${at.path}.000000000001`;
  assertEquals(await verifyAudit(at.path), { ok: false, file, line: 3, rule: "a line is a record" });
});
