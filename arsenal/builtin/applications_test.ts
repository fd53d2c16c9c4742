import { assertEquals } from "@std/assert";
import { Application, Supervisor } from "@superlearner/otp";
import { fixture } from "../fixture_suite.ts";

const Store = Application.define({
  name: "store",
  version: "2.1",
  description: "keeps things",
  env: { password: "hunter2" },
  start: () => Supervisor.define({ name: "Store" }).child({ name: "store" }),
});
const Texts = Application.define({ name: "texts" });

Deno.test("listApplications lists those that run and those that are loaded, and not their settings", async () => {
  await using all = await fixture();
  assertEquals((await all.ask("GET /applications")).body.data, []);
  Application.load(all.system, Texts);
  await Application.start(all.system, Store, { type: "permanent" });
  const none = { version: null, description: "", type: null, supervisor: null };
  const store = {
    name: "store",
    state: "running",
    version: "2.1",
    description: "keeps things",
    type: "permanent",
    supervisor: all.pid("store"),
  };
  assertEquals((await all.ask("GET /applications")).body.data, [store, { name: "texts", state: "loaded", ...none }]);
  await Application.stop(all.system, Store);
  const { data } = (await all.ask("GET /applications")).body;
  assertEquals(data.map(({ name, state, supervisor }: Record<string, unknown>) => [name, state, supervisor]), [
    ["texts", "loaded", null],
    ["store", "loaded", null],
  ]);
});

Deno.test("listApplications needs its own permission", async () => {
  await using all = await fixture({ auth: () => ({ id: "viewer", permissions: ["processes:read"] }) });
  assertEquals((await all.ask("GET /applications")).body.permission, "applications:read");
});
