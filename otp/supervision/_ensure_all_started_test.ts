import { assertEquals, assertRejects } from "@std/assert";
import { everyOrder, fateOf } from "../testdata/world.ts";
import { Application } from "./application.ts";
import { ApplicationError } from "./application_error.ts";
import type { AnyApplication } from "./application_types.ts";
import { Supervisor } from "./supervisor.ts";

Deno.test("ensureAllStarted() joins a start of somebody else, and does not list it as its own", async () => {
  await everyOrder(async ({ system, settle }) => {
    let open!: () => void;
    const opened = new Promise<void>((resolve) => open = resolve);
    const Slow = Application.define({ name: "slow", start: async () => (await opened, Supervisor.define({}).child()) });
    const Top = Application.define({ name: "top", dependencies: [Slow] });
    const other = Application.start(system, Slow);
    const ensured = Application.ensureAllStarted(system, Top);
    const fates = [fateOf(other), fateOf(ensured)];
    await settle();
    assertEquals(fates.map(({ state }) => state), ["pending", "pending"]);
    open();
    await other;
    assertEquals(await ensured, ["top"]);
  }, 5);
});

Deno.test("ensureAllStarted(): who needs itself is a circle of one; what runs is not looked into", async () => {
  await everyOrder(async ({ system }) => {
    const Self: AnyApplication = Application.define({ name: "self", dependencies: () => needs ? [Self] : [] });
    let needs = true;
    const error = await assertRejects(() => Application.ensureAllStarted(system, Self), ApplicationError);
    assertEquals(error.reason, { cycle: ["self", "self"] });
    needs = false;
    await Application.start(system, Self);
    needs = true;
    assertEquals(await Application.ensureAllStarted(system, [Self, Self]), []);
  }, 1);
});
