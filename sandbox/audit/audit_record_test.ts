import { assertEquals, assertNotEquals } from "@std/assert";
import { type AuditEntry, auditHash, auditLine, GENESIS, parseAuditLine } from "./audit_record.ts";

const place = { seq: 1, at: 5, prev: GENESIS };
const entry: AuditEntry = { who: "a", what: "read", target: "/x", result: "denied", detail: { n: 1 } };

Deno.test("auditLine() writes what parseAuditLine() reads", () => {
  const { line, hash } = auditLine(entry, place);
  const read = parseAuditLine(line);
  assertEquals(read?.record, { ...entry, ...place, hash });
  assertEquals(auditHash(read?.body ?? ""), hash);
});

Deno.test("auditLine(): what a guest says stays in its line, cut, and fools nobody", () => {
  const evil = `x","hash":"${GENESIS}"}\n{"seq":2\x1b[2J`;
  const { line, hash } = auditLine({ who: evil, what: evil, target: "x".repeat(9_000), result: "ok" }, place);
  assertEquals([line.includes("\n"), line.includes("\x1b")], [false, false]);
  const record = parseAuditLine(line)?.record;
  assertEquals([record?.hash, record?.seq, record?.target?.length], [hash, 1, 501]);
});

Deno.test("auditLine(): a detail that is long or no JSON becomes a text", () => {
  const detail = (value: unknown) => parseAuditLine(auditLine({ ...entry, detail: value }, place).line)?.record.detail;
  const circle: Record<string, unknown> = {};
  circle.me = circle;
  assertEquals([detail(circle), detail(7n), detail(() => 1)], ["what is no JSON", "what is no JSON", "function"]);
  assertEquals(String(detail(["x".repeat(5_000)])).length, 501);
});

Deno.test("auditHash() needs the key it was made with", () => {
  assertNotEquals(auditHash("x"), auditHash("x", "key"));
  assertEquals(auditHash("x", "key"), auditHash("x", "key"));
});

Deno.test("parseAuditLine() refuses what is no record", () => {
  const { line } = auditLine(entry, place);
  const wrong = [
    "",
    "{}",
    line.slice(1),
    line.slice(0, -1),
    line.replace('"seq":1', '"seq":0'),
    line.replace("denied", "no"),
  ];
  wrong.push(
    line.replace(`"prev":"0`, `"prev":"x`),
    line.replace('"at":5', '"at":"5"'),
    line.replace('"who":"a",', ""),
  );
  for (const text of wrong) assertEquals([text, parseAuditLine(text)], [text, undefined]);
});
