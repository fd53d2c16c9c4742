import { assert, assertEquals } from "@std/assert";
import { Simulation } from "@superlearner/otp/simulation";
import { builtinOperations } from "./builtin_operations.ts";
import { makeServices } from "./services.ts";

async function operations() {
  await using simulation = new Simulation();
  const { system, clock } = simulation;
  return builtinOperations(makeServices({ system, clock, basePath: "/api/v1" }));
}

Deno.test("builtinOperations() let nobody change anything without a permission to write", async () => {
  for (const { name, method, permission } of await operations()) {
    assertEquals(method === "GET", permission === "public" || permission.endsWith(":read"), name);
  }
});

Deno.test("builtinOperations() say in words what they refuse with", async () => {
  for (const { name, errors, template, path } of await operations()) {
    for (const words of Object.values(errors)) assert(words.length > 10, name);
    if (template.names.length > 0) assert("404" in errors, `${name} ${path}`);
  }
});
