/** A server that never comes back: it uses the runtime, at random and without end, until it is stopped. */
import {
  type From,
  GenServer,
  type Pid,
  ProcessGroups,
  type ProcessGroupsDefinition,
  type Random,
  type Ref,
  Registry,
  type RegistryDefinition,
  type Self,
  type ServerDefinition,
  Supervisor,
  sys,
} from "../../mod.ts";

const idle = () => new Promise<never>(() => {});

/** Counts what it is told, and never does anything wrong. */
export const Counter: ServerDefinition<
  number,
  [],
  { add: (count: number, by: number) => [number, number] },
  { add: (count: number, by: number) => number }
> = GenServer.define({
  name: "Counter",
  init: () => 0,
  calls: { add: (count: number, by: number): [number, number] => [count + by, count + by] },
  casts: { add: (count: number, by: number): number => count + by },
});

/** What is registered under one name by one process, and taken back. */
export const Names: RegistryDefinition<number, undefined, "unique", Record<never, never>> = Registry.define<number>({
  keys: "unique",
  name: "Names",
});

/** What is registered by many. */
export const Topics: RegistryDefinition<number, undefined, "duplicate", Record<never, never>> = Registry.define<number>(
  {
    keys: "duplicate",
    name: "Topics",
  },
);

/** Who joins and leaves. */
export const Groups: ProcessGroupsDefinition<number> = ProcessGroups.define<number>();

const Tree = Supervisor.define({ children: [Counter.child({ id: "a" }), Counter.child({ id: "b" })] });

/** What a {@linkcode Mischief} is given. */
export interface MischiefOptions {
  readonly random: Random;
  /** How likely it is that one never comes up. */
  readonly hang: { readonly likely: number };
  /** Innocents it may talk to, link to and watch. */
  readonly others: readonly string[];
  /** Traps exits; is linked and unlinked. */
  readonly friend: Pid;
  /** Traps exits and is always linked: wants to know of its end. */
  readonly mourner: Pid;
  /** Has a mailbox with a limit, and never empties it. */
  readonly full: Pid;
}

interface State extends MischiefOptions {
  readonly froms: From[];
}

/** Does as said above, when it is told to. */
export const Mischief: ServerDefinition<
  State,
  [MischiefOptions],
  { wait: (state: State, payload: undefined, self: { readonly from: From }) => unknown },
  { run: (state: State, payload: undefined, self: Self) => State }
> = GenServer.define({
  name: "Mischief",
  init(this: Self, options: MischiefOptions): State {
    this.link(options.mourner);
    this.send(options.mourner, { born: this.pid });
    while (options.hang.likely > 0 && options.random.next() < options.hang.likely) {
      for (;;) this.send(this.pid, "still here");
    }
    return { ...options, froms: [] };
  },
  calls: {
    wait: (state: State, _: undefined, self: { readonly from: From }) => {
      state.froms.push(self.from);
      return GenServer.noreply(state);
    },
  },
  casts: {
    run: (state: State, _: undefined, self: Self): State => {
      const deeds = deedsOf(state, self);
      for (;;) deeds[Math.floor(state.random.next() * deeds.length)]!();
    },
  },
});

function deedsOf({ random, others, froms, friend, full }: State, self: Self): (() => void)[] {
  const { system } = self;
  const one = <Item>(items: readonly Item[]) => items[Math.floor(random.next() * items.length)]!;
  const [names, topics, groups] = [Names.at(self, "names"), Topics.at(self, "topics"), Groups.at(self, "groups")];
  const mine: Pid[] = [];
  const refs: Ref[] = [];
  const timers: Ref[] = [];
  const aliases: Ref[] = [];
  const add = (pid: Pid) => void (mine.push(pid) > 8 && system.exit(mine.shift()!, one(["kill", "odd", "shutdown"])));
  const someOfMine = () => mine.length > 0 && system.isAlive(mine[0]!) ? mine[0]! : self.pid;
  const other = () => system.whereis(one(others))!;
  return [
    () => add(self.spawn(idle)),
    () => add(self.spawn((me) => void me.receive().then(() => {}), { name: `n${random.next()}` })),
    () => add(self.spawn(() => {})),
    () => void self.spawnLink(() => {}),
    () => add(self.spawnMonitor(idle).pid),
    () => mine.length > 1 && self.send(one(mine), "hello"),
    () => self.unlink(friend),
    () => self.link(friend),
    () => refs.push(self.monitor(other())),
    () => refs.length > 0 && self.demonitor(refs.pop()!, { flush: random.next() < 0.5 }),
    () => timers.push(self.sendAfter(other(), "later", { delayMs: one([1e4, 2e4, 5e4]) })),
    () => timers.push(self.sendInterval(self.pid, "tick", { delayMs: 1000 })),
    () => timers.length > 3 && self.cancelTimer(timers.shift()!),
    () => aliases.push(self.alias()),
    () => aliases.length > 0 && self.send(aliases[0]!, "through an alias"),
    () => aliases.length > 3 && self.unalias(aliases.shift()!),
    () => mine.length > 0 && system.exit(mine.pop()!, "kill"),
    () => Counter.at(self, one(others)).cast("add", 1),
    () => void Counter.at(self, one(others)).call("add", 1).catch(() => {}),
    () => froms.pop()?.reply("at last"),
    () => self.send(full, "one more"),
    () => void Counter.at(self, full).call("add", 1, { timeoutMs: Infinity }).catch(() => {}),
    () => random.next() < 0.05 && void Counter.start(self).then(() => {}, () => {}),
    () => random.next() < 0.05 && void Tree.start(self).then(() => {}, () => {}),
    () => {
      const name = `m${random.next()}`;
      const pid = self.spawn(idle);
      system.register(name, pid);
      if (random.next() < 0.5) system.unregister(name);
      add(pid);
    },
    () => {
      if (mine.length === 0 || !system.isAlive(mine[0]!)) return;
      sys.suspend(system, mine[0]!);
      self.send(mine[0]!, "wait");
      sys.resume(system, mine[0]!);
    },
    () => {
      const key = Math.floor(100 * random.next());
      if (names.lookup(key).length === 0) names.register(key);
      else names.unregister(key);
    },
    () => topics.register(Math.floor(4 * random.next())),
    () => topics.unregister(Math.floor(4 * random.next())),
    () => groups.join(Math.floor(4 * random.next()), someOfMine()),
    () => groups.leave(Math.floor(4 * random.next()), someOfMine()),
    () => sys.trace(system, one(others)).stop(),
    () => system.events.subscribe(() => {}, { types: ["rejection.unhandled"] }).unsubscribe(),
  ];
}
