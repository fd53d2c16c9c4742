import { assertEquals } from "@std/assert";
import { GuestDOMException } from "./guest_dom_exception.ts";

Deno.test("GuestDOMException has the name that it is given, and the number of that", () => {
  const error = new GuestDOMException("no", "DataCloneError");
  assertEquals([error instanceof Error, error.name, error.message, error.code], [true, "DataCloneError", "no", 25]);
  assertEquals([new GuestDOMException().name, new GuestDOMException("", "toString").code], ["Error", 0]);
});
