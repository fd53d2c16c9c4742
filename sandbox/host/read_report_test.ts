import { assertEquals } from "@std/assert";
import { GenServer, Supervisor, System } from "@superlearner/otp";
import { decode, encode } from "../guest/codec.ts";
import { toldSystem } from "../guest/told_system.ts";
import { fromGuest } from "./pids_outside.ts";
import { readReport } from "./read_report.ts";

const Worker = GenServer.define({ name: "Worker", init: () => 0, calls: { value: () => [0, 0] } });

Deno.test("readReport() takes what the guest's own runtime tells as it is", async () => {
  await using system = new System();
  await system.start(Supervisor.define({ name: "Top", children: [Worker.child({ id: "w", name: "worker" })] }));
  const told = fromGuest(decode(encode(toldSystem(system, Infinity))), "cart");
  const { trees, processes } = readReport(told, "cart");
  const [top] = trees;
  assertEquals([top!.pid, top!.type, top!.supervisor?.maxRestarts], ["<cart.1.0>", "supervisor", 3]);
  assertEquals([top!.children[0]!.name, top!.children[0]!.restart], ["worker", "permanent"]);
  const of = told as { readonly processes: readonly unknown[] };
  const monitors = processes.map((each) => ({ ...each, currentMessage: undefined, exitReason: undefined }));
  assertEquals(
    monitors,
    of.processes.map((each) => ({ ...each as object, currentMessage: undefined, exitReason: undefined })) as never,
  );
});

Deno.test("readReport() takes nothing but numbers, bounded texts and pids of the guest's own", () => {
  const evil = {
    trees: [{
      place: "office",
      id: "x".repeat(10_000) + "\u001b[2J",
      pid: "<0.1.0>",
      name: { toString: () => "no" },
      status: "hacked",
      type: "root",
      restarts: -1,
      handled: Infinity,
      memory: "5",
      supervisor: { strategy: "all", maxRestarts: null },
      children: [{ id: "y", pid: "<cart.3.0>" }, 5, null],
    }],
    processes: [{ pid: "<0.1.0>" }, { pid: "<cart.2.0>", parent: "<0.9.0>", links: ["<0.3.0>", "x", 7] }, null],
  };
  const { trees: [node], processes } = readReport(evil, "cart");
  assertEquals([node!.place, node!.pid, node!.status, node!.type], ["", undefined, "waiting", "worker"]);
  assertEquals([node!.id.length, node!.name, node!.restarts, node!.handled, node!.memory], [200, "", 0, 0, 0]);
  assertEquals([node!.supervisor!.strategy, node!.supervisor!.maxRestarts], ["one_for_one", 0]);
  assertEquals(node!.children.map(({ id, pid }) => [id, pid]), [["y", "<cart.3.0>"], ["", undefined], ["", undefined]]);
  assertEquals(processes.map(({ pid, parent, links }) => [pid, parent, links]), [["<cart.2.0>", "<0.0.0>", [
    "<0.3.0>",
  ]]]);
});

Deno.test("readReport() bears everything, and takes only so much", () => {
  for (const told of [undefined, null, 5, "x", [], { trees: 5, processes: {} }]) {
    assertEquals(readReport(told, "cart"), { trees: [], processes: [] });
  }
  const wide = { trees: new Array(5000).fill({}), processes: new Array(5000).fill({ pid: "<cart.1.0>" }) };
  const { trees, processes } = readReport(wide, "cart");
  assertEquals([trees.length, processes.length], [2000, 2000]);
  let deep: unknown = {};
  for (let n = 0; n < 5000; n++) deep = { children: [deep] };
  assertEquals(readReport({ trees: [deep] }, "cart").trees.length, 1);
});
