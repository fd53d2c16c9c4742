import { assertEquals, assertThrows } from "@std/assert";
import { z } from "zod";
import { defineOperation } from "../operations/define_operation.ts";
import { OperationError } from "../operations/operation_error.ts";
import { readUrl, splitUrl } from "./read_url.ts";

const operation = defineOperation({
  name: "thing",
  method: "GET",
  path: "/things/{id}/info",
  summary: "A thing",
  query: z.object({ limit: z.int().optional(), on: z.boolean().optional(), tag: z.array(z.string()).optional() }),
  response: z.unknown(),
  permission: "public",
  handler: () => null,
});
const query = (search: string) => readUrl(operation, `http://localhost/things/1/info?${search}`).query;
const id = (text: string) => readUrl(operation, `http://localhost:4000/mounted/here/things/${text}/info`).params["id"];

Deno.test("case 1: readUrl() decodes a parameter once, wherever the application is mounted", () => {
  assertEquals(["%3C0.12.0%3E", "<0.12.0>", "%3c0.12.0%3e", "0.12.0", "a%2Fb", "%253C", "0.12.0%20"].map(id), [
    "<0.12.0>",
    "<0.12.0>",
    "<0.12.0>",
    "0.12.0",
    "a/b",
    "%3C",
    "0.12.0 ",
  ]);
  for (const text of ["%zz", "%", "%ff"]) {
    assertThrows(() => id(text), OperationError, "The request is not valid: path id has a broken escape");
  }
});

Deno.test("case 5: readUrl() decodes by the schema, and leaves the rest to it", () => {
  assertEquals(query("limit=10&on=false&tag=a&tag=b+c%21"), { limit: 10, on: false, tag: ["a", "b c!"] });
  assertEquals(query("limit=1e3&on=0&other="), { limit: "1e3", on: "0", other: "" });
  assertEquals(query("limit"), { limit: "" });
  assertEquals(query("&&"), {});
});

Deno.test("case 5: readUrl() refuses what is there twice, by name", () => {
  assertThrows(() => query("limit=1&limit=2"), OperationError, "query limit is there more than once");
  assertThrows(() => query("nope=1&nope=2"), OperationError, "query nope is there more than once");
  assertThrows(() => query("limit=%zz"), OperationError, "query limit has a broken escape");
});

Deno.test("readUrl() takes __proto__ for a name like any other", () => {
  assertEquals(Object.keys(query("__proto__=1")), ["__proto__"]);
});

Deno.test("splitUrl() takes a URL apart as it was sent", () => {
  assertEquals(splitUrl("http://localhost:4000/a/<0.1.0>?x=1?2#f"), { pathname: "/a/<0.1.0>", search: "x=1?2" });
  assertEquals(splitUrl("http://localhost"), { pathname: "/", search: "" });
});
