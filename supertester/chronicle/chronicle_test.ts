import { assertEquals, assertMatch } from "@std/assert";
import { GenServer, type Pid, Supervisor, System } from "@superlearner/otp";
import { Chronicle } from "./chronicle.ts";
import { settle } from "./settling.ts";

const Worker = GenServer.define({ name: "Worker", init: () => 0, casts: { work: (n) => n + 1 } });
const asleep = () => new Promise(() => {});

Deno.test("Chronicle.of: there is one for each System, until it is disposed of", () => {
  const [one, other] = [new System(), new System()];
  const chronicle = Chronicle.of(one);
  assertEquals([Chronicle.of(one) === chronicle, Chronicle.of(other) === chronicle], [true, false]);
  chronicle[Symbol.dispose]();
  assertEquals(Chronicle.of(one) === chronicle, false);
});

Deno.test("Chronicle: knows who was started by whom and died of what", async () => {
  await using system = new System();
  using chronicle = new Chronicle(system, { sites: true });
  const pid = system.spawn(asleep, { name: "sleeper" });
  system.exit(pid, "kill");
  assertEquals(chronicle.startOf(pid)?.parent, "<0.0.0>");
  assertMatch(chronicle.startOf(pid)?.site ?? "", /chronicle_test\.ts:\d+:\d+$/);
  const exit = chronicle.exitOf(pid)!;
  assertEquals([exit.name, exit.reason, exit.crashed], ["sleeper", "killed", true]);
  assertEquals(chronicle.exits.map((each) => each.pid), [pid]);
});

Deno.test("Chronicle: who lives already when it begins is known as well", async () => {
  await using system = new System();
  const pid = system.spawn(asleep, { name: "sleeper", label: "asleep" });
  using chronicle = new Chronicle(system);
  const { name, module, parent } = chronicle.startOf(pid)!;
  assertEquals([name, module, parent], ["sleeper", "asleep", "<0.0.0>"]);
});

Deno.test("case 6: two restarts before anybody looks: both are known, and who came in the end", async () => {
  await using system = new System();
  using chronicle = new Chronicle(system);
  const tree = await system.start(Supervisor.define({ maxRestarts: 9, children: [Worker.child({ name: "worker" })] }));
  const pids: Pid[] = [];
  for (let kills = 0; kills < 2; kills++) {
    pids.push(system.whereis("worker")!);
    system.exit("worker", "kill");
    await tree.whichChildren();
  }
  assertEquals(chronicle.successorOf(pids[0]!), system.whereis("worker"));
  assertEquals(chronicle.successorOf(pids[1]!), system.whereis("worker"));
  assertEquals(chronicle.successorOf(system.whereis("worker")!), undefined);
  assertEquals(chronicle.events(pids[0]).map(({ type }) => type), [
    "process.started",
    "link.added",
    "child.started",
    "process.exited",
    "child.restarted",
  ]);
});

Deno.test("Chronicle: keeps the last events only", async () => {
  await using system = new System();
  using chronicle = new Chronicle(system, { keep: 3 });
  const pids = [1, 2, 3, 4].map(() => system.spawn(asleep));
  assertEquals(chronicle.events().map((event) => "pid" in event && event.pid), pids.slice(1));
  assertEquals(chronicle.events(pids[0]), []);
});

Deno.test("Chronicle.traceMessages: of all processes, those to come as well, as long as anybody wants them", async () => {
  await using system = new System();
  using chronicle = new Chronicle(system);
  const one = await system.start(Worker);
  const handled = () => chronicle.events().filter(({ type }) => type === "message.handled").length;
  const first = chronicle.traceMessages();
  const second = chronicle.traceMessages();
  const other = await system.start(Worker);
  const work = async () => {
    for (const server of [one, other]) server.cast("work");
    for (const server of [one, other]) await server.stop().catch(() => {});
  };
  first[Symbol.dispose]();
  first[Symbol.dispose]();
  one.cast("work");
  await settle(system);
  assertEquals(handled(), 1);
  second[Symbol.dispose]();
  await work();
  assertEquals(handled(), 1);
});

Deno.test("Chronicle.listen: after it was written, until it is disposed of", async () => {
  await using system = new System();
  using chronicle = new Chronicle(system);
  const seen: boolean[] = [];
  {
    using _listening = chronicle.listen((event) =>
      seen.push("pid" in event && chronicle.startOf(event.pid) !== undefined)
    );
    system.spawn(asleep);
  }
  system.spawn(asleep);
  assertEquals(seen, [true]);
});
