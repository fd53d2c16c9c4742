import { assertEquals } from "@std/assert";
import { SeededRandom } from "../environment.ts";
import { Simulation } from "../simulation/simulation.ts";
import { puppet } from "../testdata/machine.ts";
import { GenStateMachine } from "./gen_state_machine.ts";

/** What is done with one event. */
interface Decision {
  readonly next: string | "keep" | "repeat";
  readonly postpone: boolean;
  readonly inserts: readonly string[];
  readonly timeouts: readonly {
    readonly name: string;
    readonly how: "zero" | "update" | "cancel";
    readonly text: string;
  }[];
  readonly later: boolean;
}

const EVENTS = 120;
const NAMES = ["state_timeout", "event_timeout", "x", "y"];

function decisionsOf(seed: number): Decision[] {
  const random = new SeededRandom(seed);
  const below = (limit: number) => Math.floor(random.next() * limit);
  const some = (name: string) => Array.from({ length: Math.max(0, below(5) - 2) }, (_, index) => `${name}.${index}`);
  return Array.from({ length: EVENTS }, (_, n) => ({
    next: ["a", "b", "c", "keep", "keep", "repeat"][below(6)]!,
    postpone: below(4) === 0,
    inserts: some(`i${n}`),
    timeouts: some(`t${n}`).map((text) => ({
      name: NAMES[below(NAMES.length)]!,
      how: (["zero", "zero", "update", "cancel"] as const)[below(4)]!,
      text,
    })),
    later: below(5) === 0,
  }));
}

/** What the documentation of gen_statem says, with lists and nothing else. */
function expected(decisions: readonly Decision[], mailbox: readonly string[]): string[] {
  const log = ["enter a from a"];
  const left = mailbox.map((kind) => `cast ${kind}`);
  const running = new Map<string, string>();
  let [state, queue, postponed, zero] = ["a", [] as string[], [] as string[], [] as string[]];
  const cancel = (name: string) => {
    running.delete(name);
    zero = zero.filter((each) => each !== name);
  };
  const takeZero = () => {
    const [name] = zero;
    if (name === undefined) return undefined;
    const text = `${name.endsWith("_timeout") ? name : `timeout ${name}`} ${running.get(name)}`;
    cancel(name);
    return text;
  };
  for (let n = 0;; n++) {
    const event = queue.shift() ?? takeZero() ?? left.shift();
    if (event === undefined) return log;
    log.push(`${state}: ${event}`);
    const decision = decisions[n];
    if (decision === undefined) {
      cancel("event_timeout");
      continue;
    }
    const { next, postpone, inserts, timeouts } = decision;
    const old = state;
    if (next !== "keep" && next !== "repeat") state = next;
    if (state !== old || next === "repeat") log.push(`enter ${state} from ${old}`);
    if (postpone) postponed.push(event);
    if (state !== old) {
      queue = [...postponed, ...queue];
      postponed = [];
      cancel("state_timeout");
    }
    cancel("event_timeout");
    const last = timeouts.filter(({ name }, index) => !timeouts.slice(index + 1).some((each) => each.name === name));
    for (const { name, how, text } of last) {
      if (how === "update" && running.has(name)) running.set(name, text);
      else {
        cancel(name);
        if (how === "cancel") continue;
        running.set(name, text);
        zero.push(name);
      }
    }
    queue = [...inserts.map((kind) => `internal ${kind}`), ...queue];
  }
}

function machineOf(decisions: readonly Decision[]) {
  let handled = 0;
  return puppet({
    enter: () => GenStateMachine.keepStateAndData(),
    on: () => {
      const decision = decisions[handled++];
      if (decision === undefined) return "default";
      const { next, postpone, inserts, timeouts, later } = decision;
      const transition = next === "keep"
        ? GenStateMachine.keepStateAndData()
        : next === "repeat"
        ? GenStateMachine.repeatStateAndData()
        : GenStateMachine.nextState(next, 0);
      if (postpone) transition.postpone();
      for (const kind of inserts) transition.nextEvent({ type: "internal", kind });
      for (const { name, how, text } of timeouts) {
        const setting = how === "zero" ? { afterMs: 0, content: text } : how === "update" ? { update: text } : how;
        if (name === "state_timeout") transition.stateTimeout(setting);
        else if (name === "event_timeout") transition.eventTimeout(setting);
        else transition.timeout(name, setting);
      }
      return later ? Promise.resolve(transition) : transition;
    },
  });
}

Deno.test("GenStateMachine does what gen_statem's documentation says, in 300 machines made by chance", async () => {
  const mailbox = Array.from({ length: 100 }, (_, index) => `m${index}`);
  for (let seed = 1; seed <= 300; seed++) {
    await using simulation = new Simulation({ seed });
    const decisions = decisionsOf(seed);
    const { definition, log } = machineOf(decisions);
    const machine = await simulation.system.start(definition);
    for (const kind of mailbox) machine.cast(kind);
    await simulation.settle();
    assertEquals(log, expected(decisions, mailbox), `seed ${seed}`);
  }
});
