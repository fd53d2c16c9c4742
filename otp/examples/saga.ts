/**
 * A saga: steps that cannot be one transaction. Where one fails, those before it are undone, last first; a coordinator that
 * crashes is started again, finds in the journal how far it had come, and undoes that.
 */
import {
  DynamicSupervisor,
  type From,
  GenServer,
  type Host,
  silentLogger,
  Supervisor,
  type SupervisorDefinition,
  System,
} from "@superlearner/otp";

/**
 * One step. Both ways are safe to be gone twice, and the way back also if the way there was not gone. What is under way when
 * the coordinator dies must end there, or it would be done after it was undone: the signal says when.
 */
export interface Step {
  /** What people call it. */
  readonly name: string;
  /** Does it, for the saga of that id. */
  readonly run: (saga: string, signal: AbortSignal) => unknown;
  /** Takes it back. */
  readonly undo: (saga: string, signal: AbortSignal) => unknown;
}

/** How a saga ends: all was done, or nothing is left of it. */
export type Ending = "done" | "undone";

interface Entry {
  /** Steps that were begun, and not undone. */
  readonly begun: readonly string[];
  readonly ending: Ending | undefined;
  readonly waiting: readonly From[];
}

const UNKNOWN: Entry = { begun: [], ending: undefined, waiting: [] };

/** What has happened, written down before it happens. It survives the coordinators; on a disk it would survive the program. */
const Journal = GenServer.define({
  name: "Journal",
  init: (): ReadonlyMap<string, Entry> => new Map(),
  calls: {
    read: (sagas, id: string) => [sagas.get(id)?.begun, sagas],
    write: (sagas, { id, ...news }: { id: string; begun: readonly string[]; ending?: Ending }) => {
      const { waiting } = sagas.get(id) ?? UNKNOWN;
      if (news.ending !== undefined) { for (const from of waiting) from.reply(news.ending); }
      return [true, new Map(sagas).set(id, { waiting, ending: undefined, ...news })];
    },
    ending: (sagas, id: string, self) => {
      const entry = sagas.get(id) ?? UNKNOWN;
      if (entry.ending !== undefined) return GenServer.reply<typeof sagas, Ending>(entry.ending, sagas);
      const next = new Map(sagas).set(id, { ...entry, waiting: [...entry.waiting, self.from] });
      return GenServer.noreply<ReadonlyMap<string, Entry>, Ending>(next);
    },
  },
});

const Coordinator = GenServer.define({
  name: "Coordinator",
  init: (id: string, steps: readonly Step[]) => GenServer.ok({ id, steps }, { continue: "go" }),
  handleContinue: async (saga, _go: string, self) => {
    const { id, steps } = saga;
    const journal = Journal.at(self, "journal");
    let begun = await journal.call("read", id) ?? [];
    let ending: Ending = begun.length > 0 ? "undone" : "done"; // something was begun: by one before, which has crashed
    for (const step of ending === "done" ? steps : []) {
      begun = [...begun, step.name];
      await journal.call("write", { id, begun });
      try {
        await step.run(id, self.signal);
      } catch {
        ending = "undone";
        break;
      }
    }
    while (ending === "undone" && begun.length > 0) {
      await steps.find(({ name }) => name === begun.at(-1))!.undo(id, self.signal); // what fails here is tried again, by the next
      begun = begun.slice(0, -1);
      await journal.call("write", { id, begun, ...(begun.length === 0 ? { ending } : {}) });
    }
    if (ending === "done") await journal.call("write", { id, begun, ending });
    return GenServer.stop("normal", saga);
  },
});

const Coordinators = DynamicSupervisor.define({ name: "Coordinators", maxRestarts: 1000 });

/** The journal, and the coordinators after it. */
export function sagaTree(): SupervisorDefinition<[]> {
  return Supervisor.define({
    strategy: "rest_for_one",
    children: [Journal.child({ name: "journal" }), Coordinators.child({ name: "coordinators" })],
  });
}

/** Goes through the steps of a saga, and waits until all are done or none is left. */
export async function runSaga(host: Host, id: string, options: { steps: readonly Step[] }): Promise<Ending> {
  const spec = Coordinator.child({ args: [id, options.steps], restart: "transient" });
  await Coordinators.at(host, "coordinators").startChild(spec);
  return await Journal.at(host, "journal").call("ending", id, { timeoutMs: Infinity });
}

if (import.meta.main) {
  await using system = new System({ logger: silentLogger });
  await system.start(sagaTree());
  const step = (name: string, fails = false): Step => ({
    name,
    run: (saga) => {
      console.log(`  ${saga}: ${name}${fails ? " fails" : ""}`);
      if (fails) throw new Error(name);
    },
    undo: (saga) => console.log(`  ${saga}: undo ${name}`),
  });
  console.log(await runSaga(system, "rome", { steps: [step("flight"), step("hotel"), step("car")] }));
  console.log(await runSaga(system, "oslo", { steps: [step("flight"), step("hotel", true), step("car")] }));
}
