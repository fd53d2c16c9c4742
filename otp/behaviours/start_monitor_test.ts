import { assertEquals, assertRejects } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import { ArgumentError, StartError } from "../processes/errors.ts";
import type { Down } from "../processes/messages.ts";
import type { Ref } from "../processes/pid.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import type { SupervisorRef } from "../supervision/supervisor_ref.ts";
import { everyOrder, reasonIn } from "../testdata/world.ts";
import { GenServer } from "./gen_server.ts";
import { startMonitor } from "./start_monitor.ts";
import { Task } from "./task.ts";

/** Up, and gone at once. */
const Brief = GenServer.define({
  name: "Brief",
  init: (slow: boolean) => {
    const up = GenServer.ok(0, { continue: "go" });
    return slow ? Promise.resolve().then(() => up) : up;
  },
  handleContinue: () => GenServer.stop("enough"),
});
const Failing = GenServer.define({ name: "Failing", init: (): number => JSON.parse("{") });

Deno.test("case 80: start_monitor is atomic: DOWN has the real reason however fast the server dies", async () => {
  await everyOrder(async ({ system }) => {
    const me = system.attach();
    for (const slow of [false, true]) {
      const { server, ref } = await startMonitor(me, Brief, { args: [slow], name: `brief ${slow}` });
      const down = await me.receive<Down>();
      assertEquals([down.ref, down.reason, me.links], [ref, "enough", []]);
      assertEquals(server.alive, false);
    }
  });
});

Deno.test("case 80: of a start that fails start_monitor sends no DOWN, and leaves no monitor", async () => {
  await everyOrder(async ({ system, settle }) => {
    const me = system.attach();
    const refused = await assertRejects(() => startMonitor(me, Failing), StartError);
    assertEquals((reasonIn(refused) as { error: Error }).error.name, "SyntaxError");
    const holder = await startMonitor(me, Supervisor.define({ children: [] }), { name: "taken" });
    const taken = await assertRejects(() => startMonitor(me, Brief, { args: [true], name: "taken" }), StartError);
    assertEquals(reasonIn(taken), { already_started: holder.server.pid });
    await settle();
    assertEquals([me.mailboxLength, me.alive], [0, true]);
    assertEquals(me.demonitor(holder.ref, { info: true }), true);
  });
});

Deno.test("startMonitor() starts whatever is defined, and gives what its start gives", async () => {
  await everyOrder(async ({ system }) => {
    const me = system.attach();
    const tree = await startMonitor(me, Supervisor.define({ children: [] }));
    assertType<IsExact<typeof tree.server, SupervisorRef>>(true);
    assertType<IsExact<typeof tree.ref, Ref>>(true);
    await tree.server.stop();
    assertEquals((await me.receive<Down>()).reason, "normal");
    const { ref } = await startMonitor(me, Task.define({ name: "quick", run: () => {} }));
    const down = await me.receive<Down>();
    assertEquals([down.ref, down.reason], [ref, "normal"]);
  });
});

Deno.test("startMonitor() of a process that dies meanwhile watches for nobody", async () => {
  await everyOrder(async ({ system, settle }) => {
    const me = system.attach();
    const starting = startMonitor(me, Brief, { args: [true] }).then(() => "up", (error) => reasonIn(error));
    system.exit(me.pid, "kill");
    assertEquals(await starting, "up"); // it is not linked
    await assertRejects(() => startMonitor(me, Brief, { args: [false] }), StartError);
    await settle();
    assertEquals(system.processCount, 0);
  });
});

Deno.test("startMonitor() refuses a System, which hears nothing, and what is no definition", async () => {
  await everyOrder(async ({ system }) => {
    await assertRejects(() => startMonitor(system as never, Brief, { args: [true] }), ArgumentError, "a process does");
    await assertRejects(() => startMonitor(system.attach(), {} as never), ArgumentError, "it is a definition");
    // @ts-expect-error: nothing is linked
    const linked = { link: true } satisfies Parameters<typeof startMonitor>[2];
    assertEquals(linked.link, true);
  }, 1);
});
