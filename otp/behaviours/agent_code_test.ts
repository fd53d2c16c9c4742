import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { mailboxOf } from "../introspection/process_info.ts";
import { sys } from "../introspection/sys.ts";
import { ArgumentError } from "../processes/errors.ts";
import type { CrashReport } from "../processes/reporter.ts";
import { formatCrash } from "../reports/crash_text.ts";
import { System } from "../system.ts";
import { everyOrder } from "../testdata/world.ts";
import { Agent } from "./agent.ts";
import { GenServer } from "./gen_server.ts";

const First = Agent.define({ name: "Settings", version: 1, init: () => 5 });
const Second = Agent.define({
  name: "Settings",
  version: 2,
  init: () => ({ count: 0, unit: "" }),
  codeChange: (oldVersion, count: number, unit: string) => ({ count, unit: `${unit} of ${oldVersion}` }),
});

Deno.test("Agent: sys.changeCode makes another agent of a running one, by its codeChange", async () => {
  await everyOrder(async ({ system }) => {
    await system.start(First, { name: "settings" });
    sys.suspend(system, "settings");
    await sys.changeCode(system, "settings", { definition: Second, extra: "m" });
    sys.resume(system, "settings");
    const changed = Second.at(system, "settings");
    assertEquals(await changed.get((state) => state), { count: 5, unit: "m of 1" });
    assertEquals(sys.getStatus(system, "settings").version, 2);
  });
});

Deno.test("Agent: sys.changeCode makes no GenServer of an agent", async () => {
  const Server = GenServer.define({ name: "Server", init: () => 0 });
  await everyOrder(async ({ system }) => {
    await system.start(First, { name: "settings" });
    sys.suspend(system, "settings");
    const changing = sys.changeCode(system, "settings", { definition: Server });
    await assertRejects(() => changing, ArgumentError, "the new definition is of the same behaviour, Agent");
  });
});

Deno.test("Agent: formatStatus says what is shown of its state", async () => {
  const Vault = Agent.define({
    name: "Vault",
    init: () => ({ pin: 1234 }),
    formatStatus: (status) => ({ ...status, state: { pin: status.state.pin > 999 ? "four digits" : "fewer" } }),
  });
  await using system = new System();
  await system.start(Vault, { name: "vault" });
  assertEquals(sys.getStatus(system, "vault").state, { pin: "four digits" });
});

Deno.test("Agent: what it is brought shows as the function it is, in mailbox, log and crash report", async () => {
  const reports: CrashReport[] = [];
  await using system = new System({ logger: { crash: (report) => void reports.push(report), warn() {} } });
  const agent = await Agent.start(system, () => 1);
  const pid = agent.pid!;
  sys.log(system, pid, "on");
  sys.suspend(system, pid);
  const bump = (count: number): number => {
    if (count > 0) throw new Error("too many");
    return count + 1;
  };
  agent.cast(bump);
  assertEquals(mailboxOf(system, pid), [{ form: "cast", kind: "cast", message: bump }]);
  sys.resume(system, pid);
  await agent.get(() => 0).catch(() => {});
  const [report] = reports;
  assertEquals(report?.lastMessage, bump);
  assertEquals(formatCrash(report!).includes('message: cast "cast" {"$function":"bump"}'), true);
  const [entry] = report!.log;
  assertEquals(entry?.event.type === "in" && entry.event.message, bump);
});

Deno.test("Agent: define() refuses a version, codeChange and formatStatus that are none", () => {
  for (const bad of [{ version: {} }, { codeChange: 5 }, { formatStatus: "hide" }]) {
    assertThrows(() => Agent.define({ init: () => 0, ...bad } as never), ArgumentError, Object.keys(bad)[0]);
  }
});

Deno.test("Agent: start() refuses a host that is none", () => {
  for (const host of [undefined, null, 5, {}]) {
    assertThrows(() => void Agent.start(host as never, () => 0), ArgumentError);
  }
});
