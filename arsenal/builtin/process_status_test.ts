import { assertEquals } from "@std/assert";
import { Agent, GenServer, GenStateMachine, graft, type MachineTypes, sys, System } from "@superlearner/otp";
import { connect, MemoryNetwork } from "@superlearner/otp/remote";
import { type Fixture, fixture, readEvents } from "../fixture_suite.ts";
import { arsenal } from "../http/app.ts";

const SECRET = "s3cr3t-7c1d";

/** A server whose state and messages are to be seen as its `formatStatus` shows them, and no other way. */
const Vault = GenServer.define({
  name: "Vault",
  version: 3,
  init: () => ({ pin: SECRET, opened: 0, token: "bare" }),
  calls: {
    open: (state, _pin: string) => ["open", { ...state, opened: state.opened + 1 }],
    hold: (_state, _pin: string) => new Promise<[string, { pin: string; opened: number; token: string }]>(() => {}),
  },
  formatStatus: ({ state, ...parts }) => {
    const { pin: _pin, ...shown } = state as { pin: string };
    return { ...parts, state: shown, ...("message" in parts ? { message: "(a pin)" } : {}) };
  },
});

async function vault(all: Fixture): Promise<string> {
  const { pid } = await all.system.start(Vault, { name: "vault" });
  return `/processes/${pid!.slice(1, -1)}`;
}

Deno.test("getProcessStatus shows state and message as formatStatus has them, and redacts the rest", async () => {
  await using all = await fixture();
  const path = await vault(all);
  all.system.whereis(Vault, "vault").call("hold", SECRET).catch(() => {});
  await all.simulation.settle();
  sys.log(all.system, "vault", { limit: 5 });
  const { status, body } = await all.ask(`GET ${path}/status`);
  assertEquals([status, body.data], [200, {
    pid: all.pid("vault"),
    name: "vault",
    module: "Vault",
    behaviour: "GenServer",
    version: 3,
    status: "running",
    parent: "<0.0.0>",
    message_queue_len: 0,
    state: { opened: 0, token: "[redacted]" },
    message: "(a pin)",
    debug: { traces: 0, log_limit: 5, statistics: false, functions: [] },
  }]);
});

Deno.test("getProcessStatus needs the permission for states, and tells a function from a server", async () => {
  await using all = await fixture();
  const spawned = all.system.spawn((self) => self.receive());
  const { data } = (await all.ask(`GET /processes/${encodeURIComponent(spawned)}/status`)).body;
  assertEquals([data.behaviour, data.state, data.message, data.version], ["spawn", null, null, null]);
  await all.ask("POST /processes/0.2.0/suspend");
  assertEquals((await all.ask("GET /processes/0.2.0/status")).body.data.status, "suspended");
  assertEquals((await all.ask("GET /processes/0.99.0/status")).status, 404);
  await using viewed = await fixture({ auth: () => ({ id: "viewer", permissions: ["processes:read"] }) });
  assertEquals((await viewed.ask("GET /processes/0.2.0/status")).body.permission, "state:read");
});

Deno.test("no view of a process lets out what its formatStatus hides", async () => {
  await using all = await fixture();
  const path = await vault(all);
  const stream = await all.app.request("/api/v1/events");
  await all.ask(`POST ${path}/trace`);
  await all.ask(`POST ${path}/message`, { type: "call", kind: "open", message: SECRET });
  all.system.whereis(Vault, "vault").call("hold", SECRET).catch(() => {});
  await all.simulation.settle();
  all.system.whereis(Vault, "vault").call("open", SECRET).catch(() => {});
  const texts = [];
  for (const view of ["info", "links", "state", "status", "mailbox", "trace"]) {
    texts.push(JSON.stringify((await all.ask(`GET ${path}/${view}`)).body.data));
  }
  assertEquals(texts.map((text) => text.includes(SECRET)), texts.map(() => false));
  assertEquals(texts[4]?.includes('"message":"(a pin)"'), true);
  const events = JSON.stringify(await readEvents(stream, 6));
  assertEquals([events.includes("message.handled"), events.includes(SECRET)], [true, false]);
});

interface Door extends MachineTypes {
  state: "locked" | "open";
  data: { secret: string };
  calls: { state(): string };
  casts: { unlock(): void };
}

const Door = GenStateMachine.define<Door>({
  name: "Door",
  init: () => GenStateMachine.ok("locked", { secret: SECRET }),
  handleEvent: (event, state, data) => {
    if (event.type === "call") return GenStateMachine.keepStateAndData().reply(event.from, state);
    return event.type === "cast" && event.kind === "unlock" ? GenStateMachine.nextState("open", data) : undefined;
  },
});

Deno.test("sendMessage reaches a GenStateMachine, whose state is shown with its data redacted", async () => {
  await using all = await fixture();
  const { pid } = await all.system.start(Door);
  const path = `/processes/${pid!.slice(1, -1)}`;
  const send = async (body: unknown) => (await all.ask(`POST ${path}/message`, body)).body;
  assertEquals((await send({ type: "cast", kind: "unlock" })).data.sent, true);
  assertEquals((await send({ type: "call", kind: "state" })).data.reply, "open");
  assertEquals((await send({ type: "call" })).code, "unknown_kind");
  assertEquals((await all.ask(`GET ${path}/status`)).body.data.state, {
    state: "open",
    data: { secret: "[redacted]" },
  });
  // What its state does not take ends a machine, and whoever calls is told so.
  assertEquals((await send({ type: "cast", kind: "kick" })).data.sent, true);
  await all.until(() => !all.system.isAlive(pid!));
});

Deno.test("sendMessage refuses an Agent: functions do not cross HTTP", async () => {
  await using all = await fixture();
  const { pid } = await Agent.start(all.system, () => 0) as unknown as { pid: string };
  const { status, body } = await all.ask(`POST /processes/${pid.slice(1, -1)}/message`, { type: "call", kind: "get" });
  assertEquals([status, body.code], [422, "takes_functions"]);
  assertEquals(body.detail, `${pid} is an Agent: it takes functions, and those do not cross HTTP`);
  assertEquals(all.system.isAlive(pid as "<0.1.0>"), true);
});

Deno.test("what is not known here of a process elsewhere is not made up", async () => {
  await using one = new System();
  await using other = new System();
  const [here, there] = new MemoryNetwork({ clock: one.clock }).pair("one", "other");
  const [connection] = await Promise.all([
    connect(one, { node: "one", transport: here }),
    connect(other, { node: "other", transport: there, offers: { Vault } }),
  ]);
  one.attach().monitor(await connection.start(one, "Vault")); // so that somebody here has to do with it
  using app = arsenal({ system: one });
  const ask = async (view: string) => {
    const response = await app.request(`/api/v1/processes/other.1.0/${view}`);
    const { data, code } = await response.json();
    return [response.status, data ?? code];
  };
  const [status, info] = await ask("info");
  assertEquals([status, info.placement], [200, { node: "other", kind: "memory" }]);
  assertEquals(await ask("state"), [422, "state_elsewhere"]);
  const [, { state, message }] = await ask("status");
  assertEquals([state, message], [null, null]);
  await connection.close();
});

Deno.test("killProcess ends one that another System has told of, and waits for its death there", async () => {
  await using one = new System();
  await using other = new System();
  const [here, there] = new MemoryNetwork({ clock: one.clock }).pair("one", "other");
  const [connection] = await Promise.all([
    connect(one, { node: "one", transport: here }),
    connect(other, { node: "other", transport: there }),
  ]);
  const vault = await other.start(Vault);
  const keeper = one.spawn(() => new Promise(() => {}));
  const [told] = await connection.list();
  using _graft = graft(one, keeper, {
    node: "other",
    kind: "memory",
    report: () => ({ at: one.now(), overdue: false, trees: [], processes: [told!] }),
  });
  using app = arsenal({ system: one });
  const response = await app.request(`/api/v1/processes/${encodeURIComponent(told!.pid)}`, { method: "DELETE" });
  const { data } = await response.json();
  assertEquals([data.terminated, data.exit_reason, vault.alive], [true, "killed", false]);
  await connection.close();
});
