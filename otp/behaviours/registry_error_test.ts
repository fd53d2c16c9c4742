import { assertEquals } from "@std/assert";
import { type ErrorReason, reasonOf } from "../processes/exit_reason.ts";
import { RegistryError } from "./registry_error.ts";

Deno.test("RegistryError says what was attempted and why not, and is the reason of a crash as data", () => {
  const error = new RegistryError("register", { key: ["a", 1], reason: { already_registered: "<0.1.0>" } });
  assertEquals(error.message, 'Cannot register the key ["a",1]: {"already_registered":"<0.1.0>"}');
  assertEquals([error.name, error.key, error.reason], ["RegistryError", ["a", 1], { already_registered: "<0.1.0>" }]);
  const { name, data } = (reasonOf(error) as ErrorReason).error;
  assertEquals([name, data], ["RegistryError", { key: ["a", 1], reason: { already_registered: "<0.1.0>" } }]);
});
