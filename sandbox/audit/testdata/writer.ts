// Writes to the log that it is told of until it is killed, and says after each hundred lines how many there are.
import { AuditLog } from "../audit_log.ts";

const log = AuditLog.open(Deno.args[0]!, { maxBytes: 50_000 });
const encoder = new TextEncoder();
for (let n = 1;; n++) {
  log.record({ who: "writer", what: "count", result: "ok", detail: { n, filling: "x".repeat(n % 300) } });
  if (n % 100 === 0) Deno.stdout.writeSync(encoder.encode(`${n}\n`));
}
