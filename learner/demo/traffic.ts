import { GenServer, type Self, type ServerDefinition, Supervisor, type SupervisorDefinition } from "@superlearner/otp";
import { Moderator } from "./moderator.ts";
import { MOST_USERS, NAMES, Reception, ROOMS } from "./reception.ts";
import { moderatorName } from "./room.ts";
import { User } from "./user.ts";

/** What each generator keeps: how often it has done its thing. */
export type Done = number;
/** A server that is neither asked nor told anything. */
export type Generator = ServerDefinition<Done, [], Record<never, never>, Record<never, never>>;

/** Fewer than so many, and somebody comes for certain. */
export const FEWEST_USERS = 5;

const LINES: readonly string[] = [
  "hello all",
  "let it crash",
  "who restarted me?",
  "a link to read: https://example.org/otp%20in%20action",
  "have you seen the moderator?",
  "it works on my node",
  "this is LOUD!!!",
  "brb",
  "message passing is just talking",
  "one for all",
];

/** Lets people come and go. */
export const Arrivals: Generator = generator("Arrivals", {
  everyMs: [3_000, 8_000],
  firstMs: 0,
  act: async (self) => {
    const here = usersHere(self);
    const reception = Reception.at(self, "reception");
    const comes = here.length < FEWEST_USERS || (here.length < MOST_USERS && self.random() < 0.5);
    if (comes) await reception.call("enter");
    else await reception.call("leave", pick(here, self)!);
    return usersHere(self).length < FEWEST_USERS ? 0 : undefined;
  },
});

/** Makes people talk. */
export const Chatter: Generator = generator("Chatter", {
  everyMs: [150, 600],
  firstMs: 500,
  act: (self) => {
    const speaker = pick(usersHere(self), self);
    if (speaker !== undefined) User.at(self, speaker).cast("say", pick(LINES, self)!);
  },
});

/**
 * Sends, now and then, a message that hits a fault: a broken link to a user, or an open bracket to a moderator. Rarely
 * enough that no supervisor loses its patience.
 */
export const Mishaps: Generator = generator("Mishaps", {
  everyMs: [12_000, 30_000],
  firstMs: 8_000,
  act: (self) => {
    if (self.random() < 0.25) {
      const room = pick(ROOMS, self)!;
      Moderator.at(self, moderatorName(room)).cast("check", { room, from: "nobody", text: "why (" });
      return;
    }
    const victim = pick(usersHere(self), self);
    if (victim === undefined) return;
    User.at(self, victim).cast("hear", { room: "whisper", from: "nobody", text: "https://example.org/%E0%A4%A" });
  },
});

/** The generators, none of which needs another. */
export const Traffic: SupervisorDefinition<[]> = Supervisor.define({
  name: "Traffic",
  strategy: "one_for_one",
  maxRestarts: 5,
  maxSeconds: 10,
  children: [
    Arrivals.child({ id: "arrivals", name: "arrivals" }),
    Chatter.child({ id: "chatter", name: "chatter" }),
    Mishaps.child({ id: "mishaps", name: "mishaps" }),
  ],
});

/** A server that does one thing again and again, after waits that the System's chance decides. */
function generator(name: string, options: {
  everyMs: readonly [shortest: number, longest: number];
  firstMs: number;
  /** May say how long to wait this time, in place of chance. */
  act: (self: Self) => Promise<number | undefined> | void;
}): Generator {
  const { everyMs: [shortest, longest], firstMs, act } = options;
  const next = (self: Self, delayMs: number) => self.sendAfter(self.pid, "next", { delayMs });
  return GenServer.define({
    name,
    init(this: Self): Done {
      next(this, firstMs);
      return 0;
    },
    handleInfo: async (done: Done, _next: unknown, self: Self): Promise<Done> => {
      const wait = await act(self);
      next(self, wait ?? shortest + self.random() * (longest - shortest));
      return done + 1;
    },
  });
}

function usersHere(self: Self): string[] {
  return NAMES.filter((name) => self.system.whereis(name) !== undefined);
}

function pick<Value>(values: readonly Value[], self: Self): Value | undefined {
  return values[Math.floor(self.random() * values.length)];
}
