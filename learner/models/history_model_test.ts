import { assertEquals } from "@std/assert";
import type { Simulation } from "@superlearner/otp/simulation";
import { Users } from "../demo/reception.ts";
import { userChild } from "../demo/user.ts";
import { LocalSource } from "../sources/local_source.ts";
import { chat } from "../testdata/chat.ts";
import { FakeSource } from "../testdata/fake_source.ts";
import { HistoryModel, KEPT_ENTRIES } from "./history_model.ts";

interface Watched extends AsyncDisposable {
  simulation: Simulation;
  lines: () => string[];
}

/** The chat without traffic, and its history as short lines, oldest first. */
async function watched(): Promise<Watched> {
  const simulation = await chat();
  const source = new LocalSource(simulation.system, { clock: simulation.clock });
  const history = new HistoryModel(source);
  const lines = () =>
    history.entries.value.toReversed().map(({ kind, who, why, restarted }) =>
      `${kind} ${who}: ${why}${restarted.length === 0 ? "" : ` -> ${restarted.map(({ id }) => id).join(" ")}`}`
    );
  const dispose = async () => {
    history[Symbol.dispose]();
    source[Symbol.dispose]();
    await simulation.stop();
  };
  return { simulation, lines, [Symbol.asyncDispose]: dispose };
}

Deno.test("HistoryModel - one death is one line, with all that were started again", async () => {
  await using at = await watched();
  at.simulation.system.exit("moderator:lobby", "kill");
  await at.simulation.settle();
  assertEquals(at.lines(), ["restart moderator: killed -> server moderator"]);
});

Deno.test("HistoryModel - a supervisor that was started again is one line, not one for each below it", async () => {
  await using at = await watched();
  at.simulation.system.exit("lobby", "kill");
  await at.simulation.settle();
  assertEquals(at.lines(), ["restart lobby: killed -> lobby"]);
});

Deno.test("HistoryModel - rest_for_one tells what went along, and then what was opened anew", async () => {
  await using at = await watched();
  at.simulation.system.exit("directory", "kill");
  await at.simulation.settle();
  const [first, ...rest] = at.lines();
  assertEquals(first, "restart directory: killed -> directory rooms users reception");
  assertEquals(rest.toSorted(), ["started lobby: started", "started music: started", "started random: started"]);
});

Deno.test("HistoryModel - the death of a root is told, although no supervisor tells of it", async () => {
  await using killed = await watched();
  killed.simulation.system.exit("chat", "kill");
  await killed.simulation.settle();
  assertEquals(killed.lines().filter((line) => line.includes("chat")), ["stopped chat: killed"]);
  await using tired = await watched();
  for (let times = 0; times < 6; times++) {
    tired.simulation.system.exit("history", "kill");
    await tired.simulation.settle();
  }
  assertEquals(tired.lines().filter((line) => line.includes("chat")), [
    "gave_up chat: more than 5 restarts in 10 s",
    "stopped chat: shutdown",
  ]);
});

Deno.test("HistoryModel - who comes and who leaves, by name", async () => {
  await using at = await watched();
  const { system } = at.simulation;
  const ada = await Users.at(system, "users").startChild(userChild("ada"));
  await at.simulation.settle();
  await ada.call("leave");
  await at.simulation.settle();
  assertEquals(at.lines(), ["started ada: started", "stopped ada: normal"]);
});

Deno.test("HistoryModel - two deaths are two lines, however close", async () => {
  await using at = await watched();
  for (let times = 0; times < 2; times++) {
    at.simulation.system.exit("reception", "kill");
    await at.simulation.settle();
  }
  assertEquals(at.lines(), Array(2).fill("restart reception: killed -> reception"));
});

Deno.test("HistoryModel - tells who was held, who gave up, and where something is missing", () => {
  const source = new FakeSource([]);
  using history = new HistoryModel(source);
  source.time = 7;
  source.tell({ type: "process.suspended", pid: "<0.4.0>" });
  source.tell({ type: "process.resumed", pid: "<0.4.0>" });
  source.tell({ type: "state.replaced", pid: "<0.4.0>" });
  source.tell({ type: "supervisor.gave_up", pid: "<0.1.0>", child: "a", maxRestarts: 3, maxSeconds: 5 });
  source.tell({ type: "child.failed", pid: "<0.1.0>", child: "a", reason: "noproc" });
  source.listeners.gap();
  assertEquals(history.entries.value.map(({ kind, who, why, at }) => [kind, who, why, at]), [
    ["gap", "the line", "events may be missing", 1000],
    ["failed", "a", "noproc", 1_000_007],
    ["gave_up", "<0.1.0>", "more than 3 restarts in 5 s", 1_000_007],
    ["held", "<0.4.0>", "state replaced", 1_000_007],
    ["held", "<0.4.0>", "resumed", 1_000_007],
    ["held", "<0.4.0>", "suspended", 1_000_007],
  ]);
  history.clear();
  assertEquals(history.entries.value, []);
});

Deno.test("HistoryModel - keeps the last lines", () => {
  const source = new FakeSource([]);
  using history = new HistoryModel(source);
  for (let at = 0; at < KEPT_ENTRIES + 10; at++) source.tell({ type: "process.suspended", pid: `<0.${at}.0>` });
  assertEquals([history.entries.value.length, history.entries.value[0]?.pid], [
    KEPT_ENTRIES,
    `<0.${KEPT_ENTRIES + 9}.0>`,
  ]);
});
