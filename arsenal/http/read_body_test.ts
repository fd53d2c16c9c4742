import { assertEquals, assertRejects } from "@std/assert";
import { VirtualClock } from "@superlearner/otp/simulation";
import { OperationError } from "../operations/operation_error.ts";
import { readJson } from "./read_body.ts";

const post = (body: BodyInit | null, type?: string, headers: Record<string, string> = {}) =>
  new Request("http://localhost/", {
    method: "POST",
    body,
    headers: { ...headers, ...(type === undefined ? {} : { "content-type": type }) },
  });
const clock = new VirtualClock();
const read = (request: Request) => readJson(request, { maxBytes: 1000, timeoutMs: 1000, clock });
const refuses = async (request: Request, status: number, detail: string) =>
  assertEquals((await assertRejects(() => read(request), OperationError, detail)).status, status);

Deno.test("case 6: readJson() takes an absent and an empty body for none, whatever the content type", async () => {
  assertEquals(await read(new Request("http://localhost/", { method: "POST" })), undefined);
  assertEquals(await read(post("")), undefined);
  assertEquals(await read(post("", "application/x-www-form-urlencoded")), undefined);
});

Deno.test("case 6: readJson() takes JSON by its types, also after a byte order mark", async () => {
  const types = [
    "application/json",
    "application/json; charset=utf-8",
    "application/vnd.api+json",
    "Application/JSON;charset=UTF-8",
  ];
  for (const type of types) assertEquals(await read(post('{"a":1}', type)), { a: 1 });
  assertEquals(await read(post('\ufeff{"a":1}', "application/json")), { a: 1 });
});

Deno.test("case 6: readJson() refuses other types", async () => {
  const types = [
    "application/x-www-form-urlencoded",
    "text/plain",
    "multipart/form-data",
    "application/jsonx",
    "application/json; charset=latin1",
  ];
  for (const type of types) await refuses(post('{"a":1}', type), 415, "The body must be JSON in UTF-8");
  await refuses(post(new TextEncoder().encode("{}")), 415, "The body must be JSON in UTF-8");
});

Deno.test("case 6: readJson() refuses malformed JSON without a word of it", async () => {
  for (const text of ['{"a":', "hunter2", "{'a':1}", '{"a":1}}', "NaN"]) {
    await refuses(post(text, "application/json"), 400, "The request is not valid: the body is no valid JSON in UTF-8");
  }
  await refuses(post(new Uint8Array([0x22, 0xff, 0x22]), "application/json"), 400, "no valid JSON in UTF-8");
});

Deno.test("readJson() refuses what is too large, announced or not", async () => {
  const large = JSON.stringify("x".repeat(1000));
  await refuses(post(large, "application/json"), 413, "The body has more than 1000 bytes");
  await refuses(post("{}", "application/json", { "content-length": "5000" }), 413, "The body has more than 1000 bytes");
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent++;
      controller.enqueue(new Uint8Array(300));
    },
  }, { highWaterMark: 0 });
  await refuses(post(endless, "application/json"), 413, "The body has more than 1000 bytes");
  assertEquals(sent, 4);
});

Deno.test("readJson() refuses what is nested too deep, and fields called __proto__", async () => {
  const deep = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
  assertEquals(Array.isArray(await read(post(deep(100), "application/json"))), true);
  await refuses(post(deep(300), "application/json"), 400, "the body is nested deeper than 100 levels");
  await refuses(post('{"a":[{"__proto__":{}}]}', "application/json"), 400, "the body has a field called __proto__");
});

Deno.test("readJson() takes ten thousand levels without running out of stack", async () => {
  const request = post(`${"[".repeat(10_000)}${"]".repeat(10_000)}`, "application/json");
  const error = await assertRejects(
    () => readJson(request, { maxBytes: 1_000_000, timeoutMs: 1000, clock }),
    OperationError,
  );
  assertEquals(error.code, "malformed_json");
});

Deno.test("readJson() gives a body so long to come, and then lets go of it", async () => {
  let cancelled = false;
  const slow = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode("[1,")),
    cancel: () => void (cancelled = true),
  });
  const refused = refuses(post(slow, "application/json"), 408, "The body did not come within 1000 ms");
  await clock.advance(1000, () => Promise.resolve());
  await refused;
  assertEquals([cancelled, clock.nextAlarm], [true, undefined]);
});
