import type { Executed } from "../operations/execute.ts";
import { RowsReply, TextReply } from "../operations/reply.ts";

/** The answer of an operation that went well. */
export function replyResponse(executed: Executed, wallTime: number): Response {
  const { operation, status } = executed;
  const rows = executed.value instanceof RowsReply && operation.envelope !== "none";
  const value = rows ? (executed.value as RowsReply<unknown>).slice() : executed.value;
  const headers = { "cache-control": "no-store", "x-content-type-options": "nosniff", ...executed.headers };
  if (value instanceof TextReply) {
    return new Response(value.text, { status, headers: { ...headers, "content-type": value.contentType } });
  }
  if (value instanceof RowsReply) {
    return new Response(streamRows(value), { status, headers: { ...headers, "content-type": "application/json" } });
  }
  const wrapped = operation.envelope === "none"
    ? value
    : operation.envelope === "plain"
    ? { data: value, success: true }
    : { data: value, success: true, timestamp: new Date(wallTime).toISOString() };
  const text = JSON.stringify(wrapped, null, operation.pretty ? 2 : undefined);
  return new Response(`${text}\n`, { status, headers: { ...headers, "content-type": "application/json" } });
}

/** Rows that are made at once: few enough to be quick, enough to be worth the turn. */
const ROWS_AT_ONCE = 200;

/** A JSON array, made in pieces while it is sent: between two pieces everybody else has a turn. */
function streamRows(rows: RowsReply<unknown>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      const made = rows.slice(at, at + ROWS_AT_ONCE).map((each) => JSON.stringify(each)).join(",\n");
      const before = at === 0 ? "[" : ",\n";
      at += ROWS_AT_ONCE;
      const last = at >= rows.length;
      controller.enqueue(encoder.encode(`${before}${made}${last ? "]\n" : ""}`));
      if (last) controller.close();
    },
  }, { highWaterMark: 0 });
}
