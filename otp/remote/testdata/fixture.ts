/** What the other side offers in the tests of remote processes; loaded there as well, be it a worker or a subprocess. */
import { GenServer } from "../../behaviours/gen_server.ts";
import type { ExitReason } from "../../processes/exit_reason.ts";
import type { Pid } from "../../processes/pid.ts";
import type { Self } from "../../processes/self.ts";
import type { ServerDefinition } from "../../behaviours/gen_server.ts";
import type { Outcome } from "../../behaviours/outcome.ts";
import type { CallContext } from "../../behaviours/server_self.ts";
import { transfer } from "../transfer.ts";

/** Everything it was told, oldest first. */
export type Log = readonly unknown[];

/** How a fixture starts. */
export type FixtureMode = "trap" | "fail" | "ignore" | "never" | "plain";

/** What a fixture answers. */
export interface FixtureCalls {
  /** Gives back what it gets. */
  echo: (state: Log, value: unknown) => [unknown, Log];
  /** What it was told so far. */
  log: (state: Log) => [Log, Log];
  /** Never answers. */
  never: (state: Log) => Outcome<Log, unknown>;
  /** Throws. */
  crash: (state: Log, message: string) => never;
  /** Ends with a reason. */
  end: (state: Log, reason: ExitReason) => Outcome<Log>;
  /** Who it is, who asks, and who started it. */
  who: (state: Log, payload: undefined, self: CallContext) => [{ me: Pid; from: Pid | undefined; parent: Pid }, Log];
  /** Links itself, and gives whom it is linked to. */
  link: (state: Log, pid: Pid | undefined, self: CallContext) => [Pid[], Log];
  /** Takes a link back. */
  unlink: (state: Log, pid: Pid, self: CallContext) => [null, Log];
  /** Monitors somebody. */
  monitor: (state: Log, pid: Pid, self: CallContext) => [string, Log];
  /** Sends a message to somebody. */
  tell: (state: Log, letter: { to: Pid; message: unknown }, self: CallContext) => [null, Log];
  /** Sends an exit signal to somebody. */
  kill: (state: Log, letter: { to: Pid; reason: ExitReason }, self: CallContext) => [null, Log];
  /** Calls somebody of its own kind. */
  ask: (state: Log, to: Pid, self: CallContext) => Promise<[unknown, Log]>;
  /** Answers with what cannot be sent. */
  unsendable: (state: Log) => [unknown, Log];
  /** Answers with a buffer that is moved. */
  buffer: (state: Log, bytes: number) => [Uint8Array, Log];
  /** How many bytes are left of the buffers it has answered with. */
  left: (state: Log) => [number, Log];
  /** How many bytes it got. */
  measure: (state: Log, bytes: Uint8Array) => [number, Log];
}

/** What a fixture is told. */
export interface FixtureCasts {
  /** To be written down. */
  note: (state: Log, value: unknown) => Log;
}

/** Does what it is told. */
export const Fixture: ServerDefinition<Log, [mode?: FixtureMode], FixtureCalls, FixtureCasts> = GenServer.define({
  name: "Fixture",
  init(this: Self, mode: FixtureMode = "plain"): Log | Outcome<Log> | Promise<Log> {
    if (mode === "trap") this.trapExit = true;
    if (mode === "fail") throw new RangeError("init fails");
    if (mode === "ignore") return GenServer.ignore();
    if (mode === "never") return new Promise<Log>(() => {});
    return [];
  },
  calls: {
    echo: (state: Log, value: unknown) => [value, state],
    log: (state: Log) => [state, state],
    never: (state: Log) => GenServer.noreply<Log, unknown>(state),
    crash: (_state: Log, message: string): never => {
      throw new TypeError(message, { cause: "the test" });
    },
    end: (_state: Log, reason: ExitReason) => GenServer.stop(reason),
    who: (state: Log, _: undefined, self) => [{ me: self.pid, from: self.from.pid, parent: self.parent }, state],
    link: (state: Log, pid: Pid | undefined, self) => {
      if (pid !== undefined) self.link(pid);
      return [self.links, state];
    },
    unlink: (state: Log, pid: Pid, self) => (self.unlink(pid), [null, state]),
    monitor: (state: Log, pid: Pid, self) => [self.monitor(pid), state],
    tell: (state: Log, { to, message }: { to: Pid; message: unknown }, self) => (self.send(to, message), [null, state]),
    kill: (
      state: Log,
      { to, reason }: { to: Pid; reason: ExitReason },
      self,
    ) => (self.sendExit(to, reason), [null, state]),
    ask: async (state: Log, to: Pid, self): Promise<[unknown, Log]> => [
      await Fixture.at(self, to).call("echo", "asked"),
      state,
    ],
    unsendable: (state: Log) => [() => {}, state],
    buffer: (state: Log, bytes: number) => {
      const made = new Uint8Array(bytes).fill(7);
      return [transfer(made, [made.buffer]), [...state, made]];
    },
    left: (state: Log) => [state.reduce<number>((sum, each) => sum + (each as Uint8Array).byteLength, 0), state],
    measure: (state: Log, bytes: Uint8Array) => [bytes.byteLength, state],
  },
  casts: { note: (state: Log, value: unknown) => [...state, value] },
  handleInfo: (state: Log, message: unknown) => [...state, message],
  terminate: () => {},
});
