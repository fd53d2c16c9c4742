import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { RealClock } from "../environment.ts";
import { sys } from "../introspection/sys.ts";
import { ArgumentError } from "../processes/errors.ts";
import { silentLogger } from "../processes/reporter.ts";
import { System } from "../system.ts";
import { connect } from "./connection.ts";
import { MemoryNetwork } from "./memory_transport.ts";

const Counter = GenServer.define({ name: "Counter", init: () => 5, calls: { value: (count) => [count, count] } });

Deno.test("RemoteProcess: sys refuses to give or change a state that is elsewhere, and says where", async () => {
  await using one = new System({ logger: silentLogger });
  await using other = new System({ logger: silentLogger });
  const [here, there] = new MemoryNetwork({ clock: new RealClock() }).pair("one", "other");
  const [connection] = await Promise.all([
    connect(one, { node: "one", transport: here }),
    connect(other, { node: "other", transport: there, offers: { Counter } }),
  ]);
  const pid = await connection.start(one, "Counter");
  const elsewhere = 'the process runs in this isolate, got "other"';
  assertThrows(() => sys.getState(one, pid), ArgumentError, `Cannot read the state of ${pid}: ${elsewhere}`);
  await assertRejects(() => sys.awaitState(one, pid), ArgumentError, elsewhere);
  await assertRejects(() => sys.replaceState(one, pid, () => 6), ArgumentError, elsewhere);
  sys.suspend(one, pid);
  await assertRejects(() => sys.changeCode(one, pid, { definition: Counter }), ArgumentError, elsewhere);
  sys.resume(one, pid);
  assertEquals(await Counter.at(one, pid).call("value"), 5);
  await connection.close();
});
