import { assertEquals } from "@std/assert";
import { GenServer, Supervisor, System } from "@superlearner/otp";
import { startEntry } from "./start_entry.ts";

const Clerk = GenServer.define({ name: "Clerk", init: () => 0 });

Deno.test("startEntry() starts the default export, or what start() gives", async () => {
  await using system = new System();
  const started = [
    await startEntry(system, { default: Supervisor.define({ children: [] }) }),
    await startEntry(system, { start: () => Clerk, default: 5 }),
    await startEntry(system, { start: (own: System) => own.start(Clerk) }),
    await startEntry(system, { start: (own: System) => own.spawn((self) => self.receive()) }),
  ];
  assertEquals(started.map((pid) => system.isAlive(pid!)), [true, true, true, true]);
});

Deno.test("startEntry() starts nothing where nothing is brought, also not what is only inherited", async () => {
  await using system = new System();
  const inherited = Object.create({ start: () => Clerk }) as Record<string, unknown>;
  for (const entry of [{}, { default: 5 }, { start: () => undefined }, { default: null }, inherited]) {
    assertEquals(await startEntry(system, entry), undefined);
  }
  assertEquals(system.processCount, 0);
});
