import { assertEquals } from "@std/assert";
import { limitsOf } from "../limits/profiles.ts";
import { type GrantedPermissions, NO_PERMISSIONS } from "../permissions/granting.ts";
import { guestConfig } from "./guest_config.ts";

const configOf = (granted: Partial<GrantedPermissions>, env: Record<string, string> = {}) =>
  guestConfig({
    name: "guest",
    limits: limitsOf("strict"),
    granted: { ...NO_PERMISSIONS, ...granted },
    env,
    seed: 7,
    numbersAfter: 0,
  });

Deno.test("guestConfig() names what the host does when it is asked, and the limits that the realm holds", () => {
  const { name, processes, granted, env, sys, seed } = configOf({ run: "all", read: [{ asked: "/a", real: "/a" }] });
  assertEquals([name, processes, granted, env, sys, seed], ["guest", 100, ["read", "run"], {}, {}, 7]);
});

Deno.test("guestConfig() tells of variables that were granted and are not set, and of all if all were granted", () => {
  const some = configOf({ env: ["A", "B"] }, { A: "1" });
  assertEquals([some.env, some.granted], [{ A: "1", B: null }, []]);
  const all = configOf({ env: "all" }, { A: "1" });
  assertEquals([all.env, all.granted], [{ A: "1" }, ["env"]]);
});
