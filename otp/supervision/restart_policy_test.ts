import { assertEquals } from "@std/assert";
import { SeededRandom } from "../environment.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import {
  type AutoShutdown,
  type ChildFacts,
  decideRestart,
  isToRestart,
  type Restart,
  type Strategy,
} from "./restart_policy.ts";

const STRATEGIES: readonly Strategy[] = ["one_for_one", "one_for_all", "rest_for_one"];
const RESTARTS: readonly Restart[] = ["permanent", "transient", "temporary"];
const AUTO: readonly AutoShutdown[] = ["never", "any_significant", "all_significant"];
const REASONS: readonly ExitReason[] = [
  "normal",
  "shutdown",
  { shutdown: 1 },
  "killed",
  "noproc",
  { error: { name: "E", message: "", stack: "" } },
  "other",
  { x: 1 },
];

Deno.test("isToRestart(): the table of restart type against reason", () => {
  const table = REASONS.map((reason) => RESTARTS.map((restart) => isToRestart(restart, reason)));
  const orderly = [true, false, false];
  const crash = [true, true, false];
  assertEquals(table, [orderly, orderly, orderly, crash, crash, crash, crash, crash]);
});

/** What a supervisor does, written down in the plainest way: the model the decisions are held against. */
function model(
  { strategy, autoShutdown, children, at, reason }: {
    strategy: Strategy;
    autoShutdown: AutoShutdown;
    children: ChildFacts[];
    at: number;
    reason: ExitReason;
  },
): unknown {
  const dead = children[at]!;
  const orderly = reason === "normal" || reason === "shutdown" || (typeof reason === "object" && "shutdown" in reason);
  const again = dead.restart === "permanent" || (dead.restart === "transient" && !orderly);
  if (again) {
    const stop: string[] = [];
    const start: string[] = [];
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index]!;
      const touched = strategy === "one_for_all" || (strategy === "rest_for_one" && index > at);
      if (touched && index !== at && child.running) stop.push(child.id);
    }
    for (let index = 0; index < children.length; index++) {
      const child = children[index]!;
      const touched = strategy === "one_for_all" || (strategy === "rest_for_one" && index > at);
      if (index === at || (touched && child.restart !== "temporary")) start.push(child.id);
    }
    return { kind: "restart", stop, start };
  }
  let others = 0;
  for (const child of children) if (child !== dead && child.significant && child.running) others++;
  const ends = dead.significant &&
    (autoShutdown === "any_significant" || (autoShutdown === "all_significant" && others === 0));
  return { kind: ends ? "shutdown" : "leave", remove: dead.restart === "temporary" };
}

Deno.test("decideRestart() agrees with a plain model on 5000 random supervisors", () => {
  const random = new SeededRandom(42);
  const pick = <Value>(from: readonly Value[]): Value => from[Math.floor(random.next() * from.length)]!;
  const kinds = new Set<string>();
  for (let run = 0; run < 5000; run++) {
    const autoShutdown = pick(AUTO);
    const children: ChildFacts[] = Array.from({ length: 1 + Math.floor(random.next() * 6) }, (_, index) => {
      const restart = pick(RESTARTS);
      const significant = autoShutdown !== "never" && restart !== "permanent" && random.next() < 0.5;
      return { id: `c${index}`, restart, significant, running: random.next() < 0.7 };
    });
    const at = Math.floor(random.next() * children.length);
    const death = { strategy: pick(STRATEGIES), autoShutdown, children, reason: pick(REASONS) };
    const plan = decideRestart({ ...death, id: children[at]!.id });
    assertEquals(plan, model({ ...death, at }) as typeof plan, `run ${run}`);
    kinds.add(plan.kind);
  }
  assertEquals([...kinds].sort(), ["leave", "restart", "shutdown"]);
});

Deno.test("decideRestart() changes nothing of what it is given", () => {
  const children = Object.freeze(
    RESTARTS.map((restart, index) => Object.freeze({ id: `${index}`, restart, significant: false, running: true })),
  );
  for (const strategy of STRATEGIES) {
    decideRestart(Object.freeze({ strategy, autoShutdown: "never", children, id: "0", reason: "killed" }));
  }
});

Deno.test("case 143: a transient child that ends normal is left alone under every strategy", () => {
  const children: ChildFacts[] = ["a", "b", "c"].map((id) => ({
    id,
    restart: "transient",
    significant: false,
    running: true,
  }));
  for (const strategy of STRATEGIES) {
    const plan = decideRestart({ strategy, autoShutdown: "never", children, id: "a", reason: "normal" });
    assertEquals(plan, { kind: "leave", remove: false });
  }
});
