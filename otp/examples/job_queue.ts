/** A job queue: each job is done at least once, whatever becomes of the workers; one that fails is tried again, later and later. */
import {
  type Down,
  type From,
  GenServer,
  type Host,
  type Pid,
  type Ref,
  type Self,
  silentLogger,
  Supervisor,
  type SupervisorDefinition,
  System,
} from "@superlearner/otp";

/** A job, and how often it was tried. */
export interface Job {
  /** Its number, in the order in which they came. */
  readonly id: number;
  /** What is to be done. */
  readonly task: unknown;
  /** How often it was tried so far. */
  readonly tries: number;
}

/** How jobs are done. */
export interface QueueOptions {
  /** How many are done at a time. */
  readonly workers: number;
  /** Does one; what it throws, or dies of, is a failure. */
  readonly work: (job: Job) => unknown;
  /** How often a job is tried before it is given up. */
  readonly maxTries: number;
  /** How long the second try waits, in milliseconds; each further one twice as long, and up to half as long again by chance. */
  readonly backoffMs: number;
}

/** How the queue stands. */
export interface Report {
  /** Jobs to be done, those that wait for another try included. */
  readonly left: number;
  /** The ids of those that were done. */
  readonly done: readonly number[];
  /** The ids of those that were given up. */
  readonly givenUp: readonly number[];
}

interface State {
  readonly options: QueueOptions;
  readonly ready: readonly Job[];
  readonly idle: readonly From[];
  readonly taken: ReadonlyMap<Pid, { readonly job: Job; readonly monitor: Ref }>;
  readonly report: Report;
}

const Queue = GenServer.define({
  name: "Queue",
  init: (options: QueueOptions): State => {
    const report = { left: 0, done: [], givenUp: [] };
    return { options, ready: [], idle: [], taken: new Map(), report };
  },
  calls: {
    add: (state, task: unknown, self) => {
      const { left, done, givenUp } = state.report;
      const id = left + done.length + givenUp.length;
      const report = { ...state.report, left: left + 1 };
      return [id, handOut({ ...state, report, ready: [...state.ready, { id, task, tries: 0 }] }, self)];
    },
    next: (state, _: undefined, self) =>
      GenServer.noreply<State, Job>(handOut({ ...state, idle: [...state.idle, self.from] }, self)),
    finished: (
      state,
      how: { failed: boolean },
      self,
    ) => [true, settle(state, { ...how, worker: self.from.pid! }, self)],
    report: (state) => [state.report, state],
  },
  handleInfo: (state, message, self) => {
    const news = message as Down | { type: "retry"; job: Job };
    if (news.type === "DOWN") return settle(state, { worker: news.pid as Pid, failed: true }, self);
    return handOut({ ...state, ready: [...state.ready, news.job] }, self);
  },
});

/** Gives jobs to workers that ask for one; a worker that has one is watched. */
function handOut(state: State, self: Self): State {
  const [[waiting, ...ready], [from, ...idle]] = [state.ready, state.idle];
  if (waiting === undefined || from === undefined) return state;
  const worker = from.pid!;
  if (!self.system.isAlive(worker)) return handOut({ ...state, idle }, self); // it has asked, and died
  const job = { ...waiting, tries: waiting.tries + 1 };
  from.reply(job);
  const taken = new Map(state.taken).set(worker, { job, monitor: self.monitor(worker) });
  return handOut({ ...state, ready, idle, taken }, self);
}

/** A worker is done with its job, or dead. */
function settle(state: State, how: { worker: Pid; failed: boolean }, self: Self): State {
  const had = state.taken.get(how.worker);
  if (had === undefined) return state;
  const { job, monitor } = had;
  self.demonitor(monitor, { flush: true });
  const taken = new Map(state.taken);
  taken.delete(how.worker);
  const { maxTries, backoffMs } = state.options;
  const { left, done, givenUp } = state.report;
  if (!how.failed) return { ...state, taken, report: { left: left - 1, done: [...done, job.id], givenUp } };
  if (job.tries >= maxTries) {
    return { ...state, taken, report: { left: left - 1, done, givenUp: [...givenUp, job.id] } };
  }
  const delayMs = backoffMs * 2 ** (job.tries - 1) * (1 + self.random() / 2);
  self.sendAfter(self.pid, { type: "retry", job }, { delayMs });
  return { ...state, taken };
}

const Worker = GenServer.define({
  name: "Worker",
  init: (work: QueueOptions["work"]) => GenServer.ok(work, { continue: "next" }),
  handleContinue: async (work, _next: string, self) => {
    const queue = Queue.at(self, "queue");
    const job = await queue.call("next", undefined, { timeoutMs: Infinity });
    let failed = false;
    try {
      await work(job);
    } catch {
      failed = true;
    }
    await queue.call("finished", { failed });
    return GenServer.noreply(work, { continue: "next" });
  },
});

/** The queue, and its workers after it: they come and go without it, but not it without them. */
export function queueTree(options: QueueOptions): SupervisorDefinition<[]> {
  const workers = Array.from(
    { length: options.workers },
    (_, i) => Worker.child({ id: `worker ${i}`, args: [options.work] }),
  );
  return Supervisor.define({
    strategy: "one_for_one",
    children: [
      Queue.child({ name: "queue", args: [options] }),
      Supervisor.define({ strategy: "one_for_one", maxRestarts: 1000, children: workers }).child({ name: "workers" }),
    ],
  });
}

/** Adds a job and gives its id. */
export function addJob(host: Host, task: unknown): Promise<number> {
  return Queue.at(host, "queue").call("add", task);
}

/** How the queue stands. */
export function reportOf(host: Host): Promise<Report> {
  return Queue.at(host, "queue").call("report");
}

if (import.meta.main) {
  await using system = new System({ logger: silentLogger });
  const work = ({ task, tries }: Job) => {
    const fails = task === "hopeless" || (task === "flaky" && tries < 3);
    console.log(`${task}, try ${tries}: ${fails ? "failed" : "done"}`);
    if (fails) throw new Error(`${task} failed`);
  };
  await system.start(queueTree({ workers: 2, work, maxTries: 4, backoffMs: 5 }));
  for (const task of ["easy", "flaky", "hopeless", "easy too"]) await addJob(system, task);
  const me = system.attach();
  while ((await reportOf(system)).left > 0) await me.receive(undefined, { timeoutMs: 10 });
  console.log(await reportOf(system));
}
