import { assert, assertEquals } from "@std/assert";
import { RUNTIME, RUNTIME_VERSIONS, typesOfRuntime } from "./runtime_types.ts";

Deno.test("typesOfRuntime() is what the name means here, or the package of that name", () => {
  assert(typesOfRuntime().endsWith("/otp/mod.ts"));
  const nowhere = () => {
    throw new TypeError("Not a dependency");
  };
  assertEquals([typesOfRuntime({ resolve: nowhere }), typesOfRuntime({ resolve: nowhere, subpath: "/remote" })], [
    `jsr:${RUNTIME}@${RUNTIME_VERSIONS}`,
    `jsr:${RUNTIME}@${RUNTIME_VERSIONS}/remote`,
  ]);
});

Deno.test("RUNTIME_VERSIONS are those of the workspace", async () => {
  const { version } = JSON.parse(await Deno.readTextFile(new URL("../../otp/deno.json", import.meta.url)));
  assertEquals(`^${version.split(".").slice(0, 2).join(".")}`, RUNTIME_VERSIONS);
});
