import { assertEquals, assertGreaterOrEqual, assertThrows } from "@std/assert";
import { stub } from "@std/testing/mock";
import { AuditError } from "./audit_error.ts";
import { AuditLog } from "./audit_log.ts";
import { readAudit } from "./read_audit.ts";
import { fill, handClock, place } from "./testdata/logs.ts";
import { verifyAudit } from "./verify_audit.ts";

/** Runs a writer until it has told of so many lines, and kills it in the middle of its work. Gives back how many it told of. */
async function killedWriter(path: string, lines: number): Promise<number> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-lock", "--quiet", `${import.meta.dirname}/testdata/writer.ts`, path],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let text = "";
  const told = () => Number(text.slice(0, text.lastIndexOf("\n")).split("\n").at(-1));
  for await (const piece of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += piece;
    if (told() < lines) continue;
    child.kill("SIGKILL");
    break;
  }
  await child.status;
  return told();
}

Deno.test("AuditLog survives a process that is killed while it writes", async () => {
  await using at = await place();
  let before = 0;
  for (const lines of [300, 700]) {
    const told = await killedWriter(at.path, lines);
    const verdict = await verifyAudit(at.path, { whole: true });
    if (!verdict.ok) throw new Error(`Not whole: ${JSON.stringify(verdict)}`);
    assertGreaterOrEqual(verdict.records, before + told);
    before = verdict.records;
    const numbers = (await Array.fromAsync(readAudit(at.path, { what: "count" }))).map(({ detail }) =>
      (detail as { n: number }).n
    );
    assertGreaterOrEqual(numbers.at(-1) ?? 0, told);
  }
  fill(at.path, 1);
  const verdict = await verifyAudit(at.path, { whole: true });
  assertEquals(verdict.ok && verdict.torn, false);
});

Deno.test("AuditLog cuts off a line that was not finished, wherever it ends, and says so", async () => {
  await using at = await place();
  fill(at.path, 3);
  const bytes = await Deno.readFile(at.path);
  const start = bytes.lastIndexOf(10, bytes.length - 2) + 1;
  for (let end = start; end < bytes.length; end++) {
    await Deno.writeFile(at.path, bytes.subarray(0, end));
    const torn = end - start;
    const found = await verifyAudit(at.path);
    assertEquals(found.ok && [found.records, found.torn], [2, torn > 0]);
    assertEquals((await Array.fromAsync(readAudit(at.path))).length, 2);
    fill(at.path, 1);
    const records = await Array.fromAsync(readAudit(at.path, { after: 2 }));
    const repair = torn === 0 ? [] : [["audit.repair", { bytesCutOff: torn }]];
    assertEquals(records.map(({ what, detail }) => [what, detail]), [...repair, ["read", undefined]] as unknown[][]);
    assertEquals((await verifyAudit(at.path, { whole: true })).ok, true);
  }
});

Deno.test("AuditLog takes half a line back when the disk refuses the rest", async () => {
  await using at = await place();
  using log = AuditLog.open(at.path, { clock: handClock() });
  log.record({ who: "a", what: "before", result: "ok" });
  {
    const write = Deno.FsFile.prototype.writeSync;
    let calls = 0;
    using _stub = stub(Deno.FsFile.prototype, "writeSync", function (this: Deno.FsFile, bytes: Uint8Array) {
      if (calls++ > 0) throw new Error("No space left");
      return write.call(this, bytes.subarray(0, 20));
    });
    const error = assertThrows(() => log.record({ who: "a", what: "lost", result: "ok" }), AuditError);
    assertEquals(error.message, `Cannot write to the audit log: the disk takes the line, at ${at.path}`);
    assertEquals((error.cause as Error).message, "No space left");
  }
  log.record({ who: "a", what: "after", result: "ok" });
  assertEquals((await Array.fromAsync(readAudit(at.path))).map(({ what }) => what), ["before", "after"]);
  assertEquals((await verifyAudit(at.path)).ok, true);
});
