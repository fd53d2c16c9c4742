import { assertEquals, assertRejects } from "@std/assert";
import { AuditError } from "./audit_error.ts";
import { AuditLog } from "./audit_log.ts";
import { type AuditFilter, readAudit } from "./read_audit.ts";
import { fill, handClock, place } from "./testdata/logs.ts";

Deno.test("readAudit() gives the lines for which all holds", async () => {
  await using at = await place();
  const clock = handClock();
  using log = AuditLog.open(at.path, { clock });
  log.record({ who: "a", what: "sandbox.create", result: "ok" });
  clock.move(10);
  log.record({ who: "a", what: "read", target: "/x", result: "denied" });
  clock.move(10);
  log.record({ who: "b", what: "sandbox.destroy", result: "failed" });
  const numbers = async (filter: AuditFilter) =>
    (await Array.fromAsync(readAudit(at.path, filter))).map(({ seq }) => seq);
  const cases: [AuditFilter, number[]][] = [
    [{}, [1, 2, 3]],
    [{ who: "a" }, [1, 2]],
    [{ what: "sandbox." }, [1, 3]],
    [{ what: "sandbox" }, []],
    [{ what: "read" }, [2]],
    [{ target: "/x" }, [2]],
    [{ result: "denied" }, [2]],
    [{ since: 1_000_010 }, [2, 3]],
    [{ until: 1_000_010 }, [1]],
    [{ after: 2 }, [3]],
    [{ who: "a", result: "failed" }, []],
  ];
  for (const [filter, wanted] of cases) assertEquals([filter, await numbers(filter)], [filter, wanted]);
});

Deno.test("readAudit() stops where a line is no record, and says where", async () => {
  await using at = await place();
  fill(at.path, 2);
  const text = await Deno.readTextFile(at.path);
  await Deno.writeTextFile(at.path, text.replace("\n", "\nnonsense\n"));
  const { message } = await assertRejects(() => Array.fromAsync(readAudit(at.path)), AuditError);
  assertEquals(message, `Cannot read the audit log: a line is a record, at line 2 of ${at.path}`);
});

Deno.test("readAudit() finds a file put aside that was cut", async () => {
  await using at = await place();
  fill(at.path, 2);
  const text = await Deno.readTextFile(at.path);
  await Deno.writeTextFile(`${at.path}.000000000001`, text.slice(0, -5));
  const { message } = await assertRejects(() => Array.fromAsync(readAudit(at.path)), AuditError);
  assertEquals(message, `Cannot read the audit log: a line is a record, at line 2 of ${at.path}.000000000001`);
});

Deno.test("readAudit() of no log is empty", async () => {
  await using at = await place();
  assertEquals(await Array.fromAsync(readAudit(at.path)), []);
});
