import { assertEquals } from "@std/assert";
import { z } from "zod";
import { defineOperation } from "../operations/define_operation.ts";
import type { Envelope } from "../operations/operation.ts";
import { RowsReply, TextReply } from "../operations/reply.ts";
import { replyResponse } from "./reply_response.ts";

async function answer(value: unknown, envelope: Envelope, pretty = false): Promise<[string | null, string]> {
  const operation = defineOperation({
    name: "thing",
    method: "GET",
    path: "/thing",
    summary: "A thing",
    response: z.unknown(),
    permission: "public",
    envelope,
    pretty,
    handler: () => null,
  });
  const response = replyResponse({ operation, value, status: 200, headers: {} }, 0);
  return [response.headers.get("content-type"), await response.text()];
}

Deno.test("replyResponse() puts the envelope around", async () => {
  const json = "application/json";
  assertEquals(await answer({ n: 1 }, "none"), [json, '{"n":1}\n']);
  assertEquals(await answer({ n: 1 }, "plain"), [json, '{"data":{"n":1},"success":true}\n']);
  assertEquals(await answer(1, "dated"), [json, '{"data":1,"success":true,"timestamp":"1970-01-01T00:00:00.000Z"}\n']);
  assertEquals(await answer([1], "plain", true), [json, '{\n  "data": [\n    1\n  ],\n  "success": true\n}\n']);
});

Deno.test("replyResponse() sends rows in pieces that make one JSON array", async () => {
  const numbers = Array.from({ length: 450 }, (_, at) => at);
  const made: number[] = [];
  const rows = () => RowsReply.of(numbers, (n) => (made.push(n), { n }));
  assertEquals(JSON.parse((await answer(rows(), "none"))[1]), numbers.map((n) => ({ n })));
  assertEquals(made.length, 450);
  assertEquals(await answer(RowsReply.of([], () => 1), "none"), ["application/json", "[]\n"]);
  assertEquals(JSON.parse((await answer(rows(), "plain"))[1]).data.length, 450);
});

Deno.test("replyResponse() leaves text as it is", async () => {
  assertEquals(await answer(new TextReply("text/plain", "up 1"), "dated"), ["text/plain", "up 1"]);
});
