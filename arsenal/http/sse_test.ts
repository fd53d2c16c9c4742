import { assertEquals } from "@std/assert";
import type { StreamEvent } from "../operations/reply.ts";
import { formatEvent, sseHead, sseResponse } from "./sse.ts";

Deno.test("case 19: formatEvent() keeps each field on its line", () => {
  assertEquals(
    formatEvent({ id: "1\n2", event: "a\r\nb", data: { text: "x\r\ny" } }),
    'id: 12\nevent: ab\ndata: {"text":"x\\r\\ny"}\n\n',
  );
  assertEquals(formatEvent({}), ":\n\n");
  assertEquals(formatEvent({ event: "gap" }), "event: gap\ndata: null\n\n");
});

Deno.test("sseResponse() opens at once and ends with its events", async () => {
  async function* events(): AsyncGenerator<StreamEvent> {
    yield { data: 1 };
  }
  const response = sseResponse(events(), { abort() {} });
  assertEquals(response.headers.get("content-type"), "text/event-stream; charset=utf-8");
  assertEquals(response.headers.get("x-accel-buffering"), "no");
  assertEquals(await response.text(), ": open\n\ndata: 1\n\n");
});

Deno.test("sseResponse() ends quietly where its events fail", async () => {
  // deno-lint-ignore require-yield
  async function* events(): AsyncGenerator<StreamEvent> {
    throw new Error("inside");
  }
  assertEquals(await sseResponse(events(), { abort() {} }).text(), ": open\n\n");
});

Deno.test("case 19: sseResponse() asks for no more than its reader takes, and frees everything when it leaves", async () => {
  let given = 0;
  let freed = false;
  async function* events(): AsyncGenerator<StreamEvent> {
    try {
      for (;;) yield { data: given++ };
    } finally {
      freed = true;
    }
  }
  let aborted = false;
  const reader = sseResponse(events(), { abort: () => aborted = true }).body!.getReader();
  for (let at = 0; at < 3; at++) await reader.read();
  assertEquals(given <= 4, true);
  await reader.cancel();
  await Promise.resolve();
  assertEquals([aborted, freed], [true, true]);
});

Deno.test("sseHead() has the headers and nothing else", () => {
  assertEquals([sseHead().body, sseHead().headers.get("cache-control")], [null, "no-store"]);
});
