import { GenServer, SeededRandom } from "@superlearner/otp";
import type { SimContext } from "../sim_context.ts";

/** What a process does on a message: tells others, in turn, or asks them and waits. */
type Rule = readonly { readonly to: number; readonly word: number; readonly asks?: boolean }[];

/** A program of processes that write down what they are told and tell others. */
export interface Program {
  readonly processes: number;
  /** By process and word. */
  readonly rules: readonly (readonly Rule[])[];
  /** What the test tells at first. */
  readonly begin: Rule;
}

/** A small program by chance that comes to an end: a word only leads to greater ones, and who is asked asks nobody back. */
export function programOf(seed: number, options: { asks: boolean }): Program {
  const random = new SeededRandom(seed);
  const any = (count: number) => Math.floor(random.next() * count);
  const processes = 2 + any(3);
  const words = 2 + any(2);
  const rules = Array.from({ length: processes }, (_, me) =>
    Array.from(
      { length: words },
      (_, word): Rule =>
        word === words - 1 || random.next() < 0.3 ? [] : Array.from({ length: 1 + any(2) }, () => {
          const to = any(processes);
          return { to, word: word + 1, asks: options.asks && to > me && random.next() < 0.6 };
        }),
    ));
  const begin = Array.from({ length: 2 + any(2) }, () => ({ to: any(processes), word: 0 }));
  return { processes, rules, begin };
}

/** Writes down what it is told, and tells others. */
const Talker = GenServer.define({
  name: "Talker",
  init: (me: number, program: Program) => ({ me, program, heard: "" }),
  calls: {
    heard: (state) => [state.heard, state],
    ask: (state, word: number) => [state.heard.length, { ...state, heard: `${state.heard}${word}?` }],
  },
  casts: {
    tell: async (state, word: number, self) => {
      let heard = `${state.heard}${word}`;
      for (const { to, word: next, asks } of state.program.rules[state.me]![word] ?? []) {
        const other = Talker.at(self, `talker${to}`);
        if (asks) heard += `(${await ask(other, next)})`;
        else other.cast("tell", next);
      }
      return { ...state, heard };
    },
  },
});

async function ask(other: { call(kind: "ask", word: number): Promise<number> }, word: number): Promise<number> {
  return await other.call("ask", word);
}

/** Runs a program; what each process has heard, in order, is put into `outcomes`. */
export function running(program: Program, outcomes: Set<string>): (sim: SimContext) => Promise<string> {
  return async (sim) => {
    const talkers = [];
    for (let me = 0; me < program.processes; me++) {
      talkers.push(await sim.start(Talker, { name: `talker${me}`, args: [me, program] }));
    }
    for (const { to, word } of program.begin) talkers[to]!.cast("tell", word);
    await sim.settle();
    const heard: string[] = [];
    for (const talker of talkers) heard.push(await talker.call("heard"));
    outcomes.add(heard.join(" "));
    return heard.join(" ");
  };
}
