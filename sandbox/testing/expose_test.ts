import { assertEquals } from "@std/assert";
import { GenServer, silentLogger, Supervisor, System } from "@superlearner/otp";
import { expose } from "./expose.ts";

const Counter = GenServer.define({
  name: "Counter",
  init: (from: number) => from,
  calls: { value: (state) => [state, state] },
  casts: { add: (state, by: number) => state + by },
});
const Tree = Supervisor.define({ children: [Counter.child({ name: "counter", args: [1] })] });
const Ignored = GenServer.define({ name: "Ignored", init: () => GenServer.ignore() });
const handedIn = {
  add: (left: number, right: number) => left + right,
  title: "sum",
  far: () => {
    throw new RangeError("far");
  },
  text: () => Promise.reject("text"),
  Counter,
  Tree,
  Ignored,
};

Deno.test("expose: functions and values, and what is thrown", async () => {
  await using system = new System();
  const ask = expose(handedIn, system);
  assertEquals(await ask("call", ["add", [2, 3]]), { outcome: "gave", value: 5 });
  assertEquals(await ask("value", ["title"]), { outcome: "gave", value: "sum" });
  assertEquals(await ask("call", ["far", []]), { outcome: "threw", name: "RangeError", message: "far" });
  assertEquals(await ask("start", ["Ignored", {}]), {
    outcome: "threw",
    name: "StartError",
    message: "Cannot start Ignored: ignore",
  });
  assertEquals(await ask("call", ["text", []]), { outcome: "threw", name: "Error", message: "text" });
});

Deno.test("expose: what is not there is lacking, and no error of the submission", async () => {
  await using system = new System();
  const ask = expose(handedIn, system);
  const lacking = [
    await ask("call", ["subtract", []]),
    await ask("call", ["toString", []]),
    await ask("call", ["title", []]),
    await ask("start", ["add", {}]),
    await ask("processState", ["nobody"]),
  ];
  assertEquals(lacking.map(({ outcome }) => outcome), lacking.map(() => "lacks"));
});

Deno.test("expose: a process from its start to its successor", async () => {
  await using system = new System({ logger: silentLogger });
  const asked = expose(handedIn, system);
  const ask = async (...[name, args]: Parameters<typeof asked>) => {
    const answer = await asked(name, args);
    return answer.outcome === "gave" ? answer.value : answer;
  };
  const own = await ask("start", ["Counter", { args: [5] }]);
  await ask("processCast", [own, "add", 2]);
  assertEquals([await ask("processCall", [own, "value", undefined, {}]), await ask("processState", [own])], [7, 7]);
  await ask("start", ["Tree", {}]);
  const first = await ask("whereis", ["counter"]);
  await ask("settle", []);
  await ask("processExit", [first, "kill"]);
  const next = await ask("processRestarted", [first]);
  assertEquals([await ask("processExited", [first]), await ask("processAlive", [next])], ["killed", true]);
  assertEquals(await ask("whereis", ["counter"]), next);
  assertEquals(await ask("tree", []), [{
    pid: "0.2.0",
    id: "0.2.0",
    type: "supervisor",
    strategy: "one_for_one",
    restarts: 0,
    children: [{ pid: next, id: "Counter", name: "counter", type: "worker", restarts: 1, children: [] }],
  }]);
  assertEquals(await ask("whereis", ["nobody"]), null);
});
