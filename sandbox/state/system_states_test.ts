import { assertEquals } from "@std/assert";
import { Agent, GenServer, ok, Registry, System } from "@superlearner/otp";
import { exportState, importState } from "./exported_state.ts";
import { Snapshots } from "./snapshots.ts";
import { systemStates } from "./system_states.ts";

const Cart = GenServer.define({
  name: "Cart",
  init: () => ok({ items: new Map<string, number>() }),
  casts: {
    add: ({ items }, name: string) => ({ items: new Map(items).set(name, (items.get(name) ?? 0) + 1) }),
  },
  formatStatus: () => ({ state: "hidden" }),
});
const Settings = Agent.define({ name: "Settings", init: () => ({ theme: "dark" }) });

async function shop(): Promise<System> {
  const system = new System();
  await system.start(Cart, { name: "cart" });
  await system.start(Settings, { name: "settings" });
  await system.start(Registry.define({ name: "Rooms", keys: "unique" }), { name: "rooms" });
  await system.start(Cart);
  return system;
}

Deno.test("systemStates() are those of named servers and agents, as they are", async () => {
  await using system = await shop();
  const states = systemStates(system, { name: "shop" });
  assertEquals([states.name, await states.stateNames()], ["shop", ["cart", "settings"]]);
  assertEquals(await states.getState("cart"), { items: new Map() });
});

Deno.test("systemStates(): what a System was survives it, by a snapshot", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const snapshots = new Snapshots(dir);
    {
      await using system = await shop();
      system.whereis(Cart, "cart").cast("add", "tea");
      await snapshots.save(await exportState(systemStates(system), { version: 1 }));
      system.whereis(Cart, "cart").cast("add", "lost");
    }
    await using system = await shop();
    const { state } = await snapshots.latest("system");
    assertEquals(await importState(systemStates(system), state, { version: 1 }), ["cart", "settings"]);
    assertEquals(await systemStates(system).getState("cart"), { items: new Map([["tea", 1]]) });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
