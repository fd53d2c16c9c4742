/** A pool of workers: so many jobs at a time, the others wait, and a worker that crashes costs one job. */
import {
  type Down,
  DynamicSupervisor,
  type From,
  GenServer,
  type Host,
  type Pid,
  type Self,
  silentLogger,
  Supervisor,
  type SupervisorDefinition,
  System,
} from "@superlearner/otp";

/** What becomes of a job. */
export type Answer = { readonly ok: unknown } | { readonly crashed: unknown };

/** What a worker does with a job. */
export type Work = (job: unknown) => unknown;

/** Who does what. */
interface PoolState {
  readonly work: Work;
  readonly idle: readonly Pid[];
  readonly busy: readonly { readonly worker: Pid; readonly from: From }[];
  readonly queue: readonly { readonly job: unknown; readonly from: From }[];
}

const Worker = GenServer.define({
  name: "Worker",
  init: (work: Work) => work,
  casts: {
    work: async (work, { job, pool }: { job: unknown; pool: Pid }, self) => {
      self.send(pool, { type: "done", worker: self.pid, result: await work(job) });
      return work;
    },
  },
});

const Workers = DynamicSupervisor.define({ name: "Workers" });

/** Gives jobs to workers that are idle. It replaces those that crash itself, so their supervisor restarts none. */
const Pool = GenServer.define({
  name: "Pool",
  init: (size: number, work: Work) => {
    const state: PoolState = { work, idle: [], busy: [], queue: [] };
    return GenServer.ok(state, { continue: size });
  },
  handleContinue: async (state, missing: number, self) => {
    const idle = [...state.idle];
    for (let i = 0; i < missing; i++) {
      const spec = Worker.child({ args: [state.work], restart: "temporary" });
      const worker = await Workers.at(self, "workers").startChild(spec);
      self.monitor(worker.pid!);
      idle.push(worker.pid!);
    }
    return handOut({ ...state, idle }, self);
  },
  calls: {
    run: (state, job: unknown, self) => {
      const queue = [...state.queue, { job, from: self.from }];
      return GenServer.noreply<PoolState, Answer>(handOut({ ...state, queue }, self));
    },
  },
  handleInfo: (state, message, self) => {
    const news = message as Down | { type: "done"; worker: Pid; result: unknown };
    const worker = news.type === "done" ? news.worker : news.pid as Pid;
    const done = state.busy.find((each) => each.worker === worker);
    const busy = state.busy.filter((each) => each !== done);
    if (news.type === "done") {
      done?.from.reply({ ok: news.result });
      return handOut({ ...state, busy, idle: [...state.idle, worker] }, self);
    }
    done?.from.reply({ crashed: news.reason });
    const idle = state.idle.filter((each) => each !== worker);
    return GenServer.noreply({ ...state, busy, idle }, { continue: 1 });
  },
});

function handOut(state: PoolState, self: Self): PoolState {
  const count = Math.min(state.idle.length, state.queue.length);
  const busy = state.queue.slice(0, count).map(({ job, from }, i) => {
    const worker = state.idle[i]!;
    Worker.at(self, worker).cast("work", { job, pool: self.pid });
    return { worker, from };
  });
  const [idle, queue] = [state.idle.slice(count), state.queue.slice(count)];
  return { ...state, idle, queue, busy: [...state.busy, ...busy] };
}

/** The pool with its workers: one goes with the other. */
export function poolTree({ size, work }: { size: number; work: Work }): SupervisorDefinition<[]> {
  return Supervisor.define({
    strategy: "one_for_all",
    children: [Workers.child({ name: "workers" }), Pool.child({ name: "pool", args: [size, work] })],
  });
}

/** Runs a job in the pool, as soon as a worker is idle. */
export function runJob(host: Host, job: unknown): Promise<Answer> {
  return Pool.at(host, "pool").call("run", job, { timeoutMs: Infinity });
}

if (import.meta.main) {
  await using system = new System({ logger: silentLogger });
  const work = (job: unknown) => {
    if (job === "bad") throw new Error("this job kills its worker");
    return `${job}!`;
  };
  await system.start(poolTree({ size: 2, work }));
  await Promise.all(["a", "b", "bad", "c", "d"].map(async (job) => {
    const answer = await runJob(system, job);
    console.log(job, "->", "ok" in answer ? answer.ok : "its worker has crashed");
  }));
}
