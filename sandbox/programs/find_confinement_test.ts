import { assertEquals, assertStrictEquals } from "@std/assert";
import { denoHost } from "../permissions/host_access.ts";
import { findConfinement } from "./find_confinement.ts";
import { isConfining, namespaceConfinement } from "./namespace_confinement.ts";

Deno.test("findConfinement() finds the strongest one that there is, once", async () => {
  const namespace = namespaceConfinement(denoHost);
  const isThere = namespace !== undefined && await isConfining(namespace);
  const found = await findConfinement();
  assertEquals(found.kind, isThere ? "namespace" : "group");
  assertStrictEquals(await findConfinement(), found);
});
