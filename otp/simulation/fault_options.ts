import { checkKeys, checkRate, checkSpread, type Spread } from "../faults/chance.ts";
import { checkNetwork, checkPackets, type NetworkFaults, type PacketFaults } from "../faults/packet_faults.ts";
import { ArgumentError } from "../processes/errors.ts";
import type { Pid } from "../processes/pid.ts";
import type { Process } from "../processes/process.ts";

/** A process, as faults choose it. */
export interface ProcessFacts {
  /** Its pid. */
  readonly pid: Pid;
  /** Its registered name, if it has one. */
  readonly name: string | undefined;
  /** The user's module or function. */
  readonly module: string;
  /** `"GenServer"`, `"Supervisor"`, `"spawn"`, … */
  readonly behaviour: string;
}

/**
 * Which processes: those of a pid, a registered name or a module; of any in a list; or those that a test accepts. Without
 * it: all but supervisors and code outside any process, on which a test depends to see what it is about.
 */
export type Who = string | readonly string[] | ((process: ProcessFacts) => boolean);

/**
 * Faults of messages between processes of one System: casts, calls, replies and plain messages. Signals are always
 * reliable, and what crosses to another System has the `network` faults alone.
 */
export interface MessageFaults extends PacketFaults {
  /** Whose messages. */
  from?: Who;
  /** Messages to whom. */
  to?: Who;
  /** Which kinds of calls, their replies, and casts; a plain message has none: `""`. @default all */
  kind?: string | readonly string[];
  /**
   * Whether code outside any process counts as well, as a test does, where nobody is said by `from`, or `to`: its own
   * calls may then be lost.
   *
   * @default {false}
   */
  outside?: boolean;
}

/** Processes that are killed when their turn comes. */
export interface CrashFault {
  /** At which part of their turns, from 0 to 1. */
  rate: number;
  /** Which. */
  who?: Who;
  /** How often at most in a run. @default {Infinity} */
  most?: number;
}

/** Processes that take their time: their turn comes so much later, and all others go on. */
export interface SlowFault extends Spread {
  /** Which part of their turns, from 0 to 1. */
  rate: number;
  /** Which. */
  who?: Who;
}

/** A clock that jumps when an alarm goes off. */
export interface ClockFault {
  /** At which part of the alarms, from 0 to 1. */
  rate: number;
  /** How far System time goes ahead, as after a sleep of the machine: what was due meanwhile is late. @default not */
  forward?: Spread;
  /** How far the time for people is turned back; System time never is. @default not */
  backward?: Spread;
}

/**
 * All that is to go wrong in a run, as data. Each kind draws its own numbers from the seed: switching one off changes
 * nothing about the others. What was injected is an event (`fault.injected`) and stands in the line of the run.
 */
export interface SimulationFaults {
  /** Of messages between processes. @default none */
  messages?: MessageFaults;
  /** Of packets between Systems: {@linkcode Simulation.connect}, or whoever asks {@linkcode Simulation.fate}. @default none */
  network?: NetworkFaults;
  /** Crashes. @default none */
  crash?: CrashFault;
  /** Slow processes. @default none */
  slow?: SlowFault;
  /** Clocks that jump. @default none */
  clock?: ClockFault;
}

/** What faults choose by. */
export function factsOf(process: Process): ProcessFacts {
  const { pid, name, behaviour } = process;
  return { pid, name: name ?? undefined, module: behaviour.module, behaviour: behaviour.name };
}

/** The test that a choice of processes is. */
export function testOf(who: Who | undefined): (process: Process) => boolean {
  if (who === undefined) return ({ behaviour: { name } }) => name !== "attached" && !name.endsWith("Supervisor");
  if (typeof who === "function") return (process) => who(factsOf(process));
  const wanted = new Set(typeof who === "string" ? [who] : who);
  return ({ pid, name, behaviour }) =>
    wanted.has(pid) || (name !== null && wanted.has(name)) || wanted.has(behaviour.module);
}

/** Refuses faults that are none. */
export function checkFaults(faults: SimulationFaults): void {
  checkKeys("faults", faults, ["messages", "network", "crash", "slow", "clock"]);
  const { messages, network, crash, slow, clock } = faults;
  if (messages !== undefined) {
    checkPackets("messages", messages, ["from", "to", "kind", "outside"]);
    checkWho("messages.from", messages.from);
    checkWho("messages.to", messages.to);
    const { kind, outside = false } = messages;
    if (kind !== undefined && ![kind].flat().every((each) => typeof each === "string")) {
      throw new ArgumentError("describe faults", { rule: "messages.kind is a text or a list of them", value: kind });
    }
    if (typeof outside !== "boolean") {
      throw new ArgumentError("describe faults", { rule: "messages.outside is true or false", value: outside });
    }
  }
  if (network !== undefined) checkNetwork(network);
  if (crash !== undefined) {
    checkKeys("crash", crash, ["rate", "who", "most"]);
    checkRate("crash.rate", crash.rate);
    checkWho("crash.who", crash.who);
    if (crash.most !== undefined && !(crash.most >= 0)) {
      throw new ArgumentError("describe faults", { rule: "crash.most is a number from 0 up", value: crash.most });
    }
  }
  if (slow !== undefined) {
    checkKeys("slow", slow, ["rate", "who", "meanMs", "spread"]);
    checkRate("slow.rate", slow.rate);
    checkSpread("slow", slow);
    checkWho("slow.who", slow.who);
  }
  if (clock === undefined) return;
  checkKeys("clock", clock, ["rate", "forward", "backward"]);
  checkRate("clock.rate", clock.rate);
  if (clock.forward !== undefined) checkSpread("clock.forward", clock.forward);
  if (clock.backward !== undefined) checkSpread("clock.backward", clock.backward);
}

function checkWho(name: string, who: Who | undefined): void {
  if (who === undefined || typeof who === "string" || typeof who === "function") return;
  if (Array.isArray(who) && who.every((each) => typeof each === "string")) return;
  throw new ArgumentError("describe faults", {
    rule: `${name} is a pid, a name, a module, a list or a test`,
    value: who,
  });
}
