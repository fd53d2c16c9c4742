import { assert, assertEquals } from "@std/assert";
import type { ScheduleStep } from "../../results/simulation_data.ts";
import { simulationData } from "../testdata/sample.ts";
import { layoutSpaceTime } from "./space_time_layout.ts";

const step = (process: string, parts: Partial<ScheduleStep> = {}): ScheduleStep => ({
  process,
  event: "message",
  atMs: 0,
  sends: [],
  ...parts,
});

Deno.test("layoutSpaceTime: a lane for each process, who never had a turn too; a row for each step", () => {
  const { lanes, nodes, width, height } = layoutSpaceTime([
    step("a", { event: "start", sends: [{ to: "b", message: "x" }] }),
    step("c", { event: "timer", message: "tick" }),
  ]);
  assertEquals(lanes.map(({ process }) => process), ["a", "b", "c"]);
  assertEquals(nodes.map(({ label }) => label), ["start", "tick"]);
  assert(nodes[0]!.y < nodes[1]!.y && nodes[1]!.y < height);
  assert(lanes[0]!.x < lanes[1]!.x && lanes[2]!.x < width);
});

Deno.test("layoutSpaceTime: an arrow ends where the message was handled, by step, by sender, in order", () => {
  const { arrows, nodes } = layoutSpaceTime([
    step("a", { sends: [{ to: "b", message: "x" }, { to: "b", message: "x" }] }),
    step("c", { sends: [{ to: "b", message: "x" }] }),
    step("b", { message: "x", from: "c", sentAt: 1 }),
    step("b", { message: "x", from: "a" }),
    step("b", { message: "x", from: "a", sentAt: 0 }),
  ]);
  assertEquals(arrows.map(({ to }) => nodes.findIndex(({ x, y }) => x === to.x && y === to.y)), [3, 4, 2]);
});

Deno.test("layoutSpaceTime: lost and pending messages end half-way, one to oneself beside the lane", () => {
  const { arrows, nodes, lanes } = layoutSpaceTime([
    step("a", {
      sends: [{ to: "b", message: "x", fate: "lost" }, { to: "b", message: "y" }, { to: "a", message: "z" }],
    }),
    step("b", { message: "x", from: "a" }),
  ]);
  assertEquals(arrows.map(({ fate }) => fate), ["lost", "pending", "pending", "handled"]);
  assertEquals(arrows[0]!.to.x, (lanes[0]!.x + lanes[1]!.x) / 2);
  assert(arrows.slice(0, 3).every(({ to }) => to.y < nodes[1]!.y));
  assert(arrows[2]!.to.x > lanes[0]!.x);
});

Deno.test("layoutSpaceTime: a life ends with its exit", () => {
  const { lanes, nodes, height } = layoutSpaceTime(simulationData.steps);
  const account = lanes.find(({ process }) => process === "account");
  assertEquals(account?.end, nodes.at(-1)?.y);
  assert(lanes[0]!.end > nodes.at(-1)!.y && lanes[0]!.end < height);
});

Deno.test("layoutSpaceTime: of a long schedule the end is shown, numbered as before", () => {
  const long = Array.from(
    { length: 1_000 },
    (_, at) =>
      step(at % 2 === 0 ? "a" : "b", { sentAt: at - 1, sends: [{ to: at % 2 === 0 ? "b" : "a", message: "m" }] }),
  );
  const { nodes, omitted, arrows } = layoutSpaceTime(long);
  assertEquals([omitted, nodes.length, nodes[0]?.index, nodes.at(-1)?.index], [600, 400, 600, 999]);
  assertEquals(arrows.filter(({ fate }) => fate === "pending").length, 1);
  assertEquals(layoutSpaceTime([]).nodes, []);
});

Deno.test("layoutSpaceTime: of whom only the name is known, the message comes from right before", () => {
  const { lanes, arrows, nodes } = layoutSpaceTime([step("a", { from: "test", message: "go" })]);
  assertEquals(lanes.map(({ process }) => process), ["a", "test"]);
  assertEquals(arrows, [{
    from: { x: lanes[1]!.x, y: nodes[0]!.y - 17 },
    to: { x: nodes[0]!.x, y: nodes[0]!.y },
    message: "go",
    fate: "handled",
  }]);
});

Deno.test("layoutSpaceTime: an answer without a step of its own reaches who asked", () => {
  const { arrows, nodes, lanes } = layoutSpaceTime([
    step("a", { event: "start" }),
    step("b", { from: "a", sends: [{ to: "a", message: "answer", fate: "answered" }] }),
  ]);
  assertEquals(arrows[0]?.to, { x: lanes[0]!.x, y: nodes[1]!.y + 17 });
  assertEquals(arrows.map(({ fate }) => fate), ["answered", "handled"]);
});
