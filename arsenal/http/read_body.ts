import type { Clock } from "../operations/host.ts";
import { OperationError } from "../operations/operation_error.ts";

/** What a body may be. */
export interface BodyLimits {
  /** The most bytes. */
  maxBytes: number;
  /** How long it may take to come, in milliseconds. */
  timeoutMs: number;
  /** What the time is measured by. */
  clock: Clock;
}

/** How deep lists and objects may be nested. */
const DEEPEST = 100;

/**
 * The JSON of a request; `undefined` for an absent or empty body, whatever its content type says, since
 * `curl -X POST` sends none and a form without fields is none.
 *
 * @throws {OperationError} 408 too slow, 413 too large, 415 no JSON, 400 malformed.
 */
export async function readJson(request: Request, limits: BodyLimits): Promise<unknown> {
  const { maxBytes } = limits;
  if (request.body === null) return undefined;
  const announced = Number(request.headers.get("content-length") ?? 0);
  if (announced > maxBytes) {
    await request.body.cancel();
    throw tooLarge(maxBytes);
  }
  const bytes = await readBytes(request.body, limits);
  if (bytes.length === 0) return undefined;
  checkType(request.headers.get("content-type"));
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw malformed("the body is no valid JSON in UTF-8");
  }
  checkShape(value);
  return value;
}

async function readBytes(body: ReadableStream<Uint8Array>, limits: BodyLimits): Promise<Uint8Array> {
  const { maxBytes, timeoutMs, clock } = limits;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = body.getReader();
  let late = false;
  const alarm = clock.setAlarm(clock.now() + timeoutMs, () => {
    late = true;
    reader.cancel().catch(() => {});
  });
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.byteLength;
      if (size > maxBytes) throw tooLarge(maxBytes);
      chunks.push(part.value);
    }
  } finally {
    alarm.cancel();
    // What was not read is not wanted; where all was, this does nothing.
    reader.cancel().catch(() => {});
  }
  if (late) {
    throw new OperationError("body_timeout", { status: 408, detail: `The body did not come within ${timeoutMs} ms` });
  }
  if (chunks.length === 1) return chunks[0]!;
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

function checkType(contentType: string | null): void {
  const [type = "", ...parameters] = (contentType ?? "").toLowerCase().split(";").map((each) => each.trim());
  const charset = parameters.find((each) => each.startsWith("charset="))?.slice(8).replaceAll('"', "");
  if (/^application\/([a-z0-9.-]+\+)?json$/.test(type) && (charset === undefined || /^utf-?8$/.test(charset))) return;
  throw new OperationError("unsupported_media_type", {
    status: 415,
    detail: "The body must be JSON in UTF-8: send it with Content-Type: application/json",
    headers: { accept: "application/json" },
  });
}

/** Too deep is hostile, and a field called `__proto__` means harm to whoever copies it. */
function checkShape(value: unknown): void {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) throw malformed(`the body is nested deeper than ${DEEPEST} levels`);
    const next: unknown[] = [];
    for (const each of level) {
      if (typeof each !== "object" || each === null) continue;
      if (Object.hasOwn(each, "__proto__")) throw malformed("the body has a field called __proto__");
      for (const inner of Object.values(each)) if (typeof inner === "object" && inner !== null) next.push(inner);
    }
    level = next;
  }
}

function tooLarge(maxBytes: number): OperationError {
  return new OperationError("body_too_large", { status: 413, detail: `The body has more than ${maxBytes} bytes` });
}

function malformed(what: string): OperationError {
  return new OperationError("malformed_json", {
    status: 400,
    detail: `The request is not valid: ${what}`,
    errors: [{ in: "body", path: "", message: what }],
  });
}
