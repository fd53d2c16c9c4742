import { assertEquals } from "@std/assert";
import { ApplicationError } from "./application_error.ts";

Deno.test("ApplicationError says what cannot be done with which application, and why", () => {
  const error = new ApplicationError("start", { application: "shop", reason: { not_started: "store" } });
  assertEquals([error.name, error.application, error.reason], ["ApplicationError", "shop", { not_started: "store" }]);
  assertEquals(error.message, 'Cannot start the application "shop": {"not_started":"store"}');
});
