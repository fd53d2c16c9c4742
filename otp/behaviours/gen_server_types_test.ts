import { assertEquals } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import { Simulation } from "../simulation/simulation.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import type { SupervisorRef } from "../supervision/supervisor_ref.ts";
import { DynamicSupervisor } from "../supervision/dynamic_supervisor.ts";
import type { ChildSpec } from "./definition.ts";
import type { StatusParts } from "../processes/status_parts.ts";
import { GenServer } from "./gen_server.ts";
import type { CallOptions, Replied, ReplyOf } from "./gen_server_types.ts";
import type { ServerRef } from "./server_ref.ts";

interface Item {
  readonly id: number;
  readonly note?: string;
}

const Shop = GenServer.define({
  name: "Shop",
  init: (stock: number, owner?: string) => ({ stock, owner, items: [] as Item[] }),
  calls: {
    stock: (state) => [state.stock, state],
    take: (state, count: number) => [state.stock >= count, { ...state, stock: state.stock - count }],
    find: async (
      state,
      by: { id: number },
    ) => [await Promise.resolve(state.items.find(({ id }) => id === by.id)), state],
    maybe: (state, count?: number) => [count ?? null, state],
    outcome: (state, text: string) => GenServer.reply(text.length, state, { timeoutMs: 5 }),
    either: (state, now: boolean) => now ? GenServer.reply("now" as const, state) : GenServer.noreply(state),
    deferred: (state) => GenServer.noreply(state),
    promised: (state) => GenServer.noreply<typeof state, Date>(state),
    mixed: (state, way: number) =>
      way === 0
        ? ["pair", state]
        : way === 1
        ? GenServer.stop("done", state)
        : GenServer.stop("done", state, { reply: 5 }),
    stopping: (state) => GenServer.stop("done", state, { reply: true as const }),
  },
  casts: {
    add: (state, item: Item) => ({ ...state, items: [...state.items, item] }),
    reset: (state) => GenServer.noreply(state),
    bump: (state, by: number = 1) => ({ ...state, stock: state.stock + by }),
  },
  handleInfo: (state, message) => {
    assertType<IsExact<typeof message, unknown>>(true);
    return state;
  },
  terminate: (state, _reason, self) => {
    assertType<IsExact<typeof state.items, Item[]>>(true);
    assertType<IsExact<typeof self.pid, `<${string}.${number}.0>`>>(true);
  },
});

Deno.test("GenServer.define(): kinds, payloads and replies are inferred end to end", async () => {
  await using simulation = new Simulation();
  const shop = await simulation.system.start(Shop, { args: [3] });
  const stock = await shop.call("stock");
  assertType<IsExact<typeof stock, number>>(true);
  const took = await shop.call("take", 1);
  assertType<IsExact<typeof took, boolean>>(true);
  const found = await shop.call("find", { id: 1 }, { timeoutMs: 10 });
  assertType<IsExact<typeof found, Item | undefined>>(true);
  const maybe = await shop.call("maybe");
  assertType<IsExact<typeof maybe, number | null>>(true);
  const length = await shop.call("outcome", "four");
  assertType<IsExact<typeof length, number>>(true);
  const either = await shop.call("either", true);
  assertType<IsExact<typeof either, "now">>(true);
  assertType<IsExact<ReturnType<typeof callDeferred>, Promise<unknown>>>(true);
  shop.cast("add", { id: 1, note: "x" });
  shop.cast("reset");
  shop.cast("bump");
  shop.cast("bump", 2);
  const stopping = await shop.call("stopping");
  assertType<IsExact<typeof stopping, true>>(true);
  assertEquals([stock, took, found, maybe, length, either, stopping], [3, true, undefined, null, 4, "now", true]);

  function callDeferred() {
    return shop.call("deferred");
  }
});

Deno.test("GenServer.define(): a wrong kind, payload, argument or use of a reply does not compile", () => {
  // Only the compiler reads this.
  const _unused = async (shop: ServerOf<typeof Shop>, simulation: Simulation) => {
    const { system } = simulation;
    const mixed = await shop.call("mixed", 1);
    assertType<IsExact<typeof mixed, string | number>>(true);
    const promised = await shop.call("promised");
    assertType<IsExact<typeof promised, Date>>(true);
    // @ts-expect-error no such call
    await shop.call("nothing");
    // @ts-expect-error a cast is no call
    await shop.call("add", { id: 1 });
    // @ts-expect-error a call is no cast
    shop.cast("stock");
    // @ts-expect-error the payload is missing
    await shop.call("take");
    // @ts-expect-error the payload is of another type
    await shop.call("take", "three");
    // @ts-expect-error the payload has a wrong field
    shop.cast("add", { id: "one" });
    // @ts-expect-error the time-out is named timeoutMs
    await shop.call("take", 1, { timeout: 5 });
    // @ts-expect-error a reply is what the handler gives
    const _text: string = await shop.call("stock");
    // @ts-expect-error init takes a number first
    await system.start(Shop, { args: ["three"] });
    // @ts-expect-error init takes two arguments at most
    await system.start(Shop, { args: [1, "a", 2] });
    // @ts-expect-error a child takes the same arguments
    Shop.child({ args: ["three"] });
    // @ts-expect-error there is no such restart type
    Shop.child({ args: [1], restart: "always" });
    // @ts-expect-error there is no such option
    await system.start(Shop, { args: [1], nmae: "typo" });
  };
  assertEquals(typeof _unused, "function");
});

Deno.test("GenServer.define(): a handler of another shape does not compile", () => {
  const _unused = () => {
    // @ts-expect-error a call gives a pair
    GenServer.define({ name: "S", init: () => 0, calls: { get: (state: number) => state } });
    // @ts-expect-error the next state is of another type
    GenServer.define({ name: "S", init: () => 0, casts: { put: (_state: number) => "text" } });
    // @ts-expect-error a message gives the next state
    GenServer.define({ name: "S", init: () => 0, handleInfo: () => "text" });
    // @ts-expect-error a cast has no reply
    GenServer.define({ name: "S", init: () => 0, casts: { put: (state: number) => GenServer.reply(1, state) } });
  };
  assertEquals(typeof _unused, "function");
});

Deno.test("Definition: refs are typed through whereis, at, children and supervisors", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  type Ref = ServerOf<typeof Shop>;
  const at = Shop.at(system, "shop");
  assertType<IsExact<typeof at, Ref>>(true);
  const child = Shop.child({ args: [1], name: "shop" });
  assertType<IsExact<typeof child, ChildSpec<Ref>>>(true);
  const tree = await system.start(Supervisor.define({ children: [child] }));
  assertType<IsExact<typeof tree, SupervisorRef>>(true);
  const where = system.whereis(Shop, "shop");
  assertType<IsExact<typeof where, Ref>>(true);
  const dynamic = await system.start(DynamicSupervisor.define());
  const started = await dynamic.startChild(Shop.child({ args: [2] }));
  assertType<IsExact<typeof started, Ref>>(true);
  const Sized = Supervisor.define({
    children: (count: number) => Array.from({ length: count }, (_, i) => Shop.child({ id: `${i}`, args: [i] })),
  });
  const sized = await system.start(Sized, { args: [2] });
  assertEquals([await started.call("stock"), (await sized.countChildren()).active], [2, 2]);
  const _unused = async () => {
    // @ts-expect-error the supervisor's function takes a number
    await system.start(Sized, { args: ["two"] });
    // @ts-expect-error a dynamic supervisor takes no arguments
    await system.start(DynamicSupervisor.define(), { args: [1] });
    // @ts-expect-error a DynamicSupervisor stops children by pid
    await dynamic.terminateChild("shop");
  };
  assertEquals(typeof _unused, "function");
});

Deno.test("Replied and ReplyOf: a reply is found behind promises and outcomes, and unknown where it only comes later", () => {
  assertType<IsExact<Replied<Promise<readonly [number, string]>>, number>>(true);
  assertType<IsExact<ReplyOf<() => Promise<readonly [Date, 1]>>, Date>>(true);
  assertType<IsExact<ReplyOf<typeof GenServer.noreply>, unknown>>(true);
  assertType<IsExact<Required<CallOptions>, { timeoutMs: number }>>(true);
});

Deno.test("ServerSpec: codeChange gives the state, formatStatus is given it", () => {
  const State = GenServer.define({
    name: "State",
    version: 1,
    init: (count: number) => ({ count }),
    codeChange: (oldVersion, state: number, extra: string) => {
      assertType<IsExact<typeof oldVersion, unknown>>(true);
      return { count: state + extra.length };
    },
    formatStatus: (status) => {
      assertType<IsExact<typeof status, StatusParts<{ count: number }>>>(true);
      return { ...status, state: "hidden" };
    },
  });
  const _unused = () => {
    GenServer.define({
      name: "Wrong",
      init: () => ({ count: 0 }),
      // @ts-expect-error it has to give a state
      codeChange: () => "no state",
    });
    // @ts-expect-error what may be shown has a state
    GenServer.define({ name: "Wrong", init: () => 0, formatStatus: () => ({ message: 1 }) });
    // @ts-expect-error a version is a text or a number
    GenServer.define({ name: "Wrong", init: () => 0, version: {} });
  };
  assertEquals([State.spec.version, typeof _unused], [1, "function"]);
});

/** The ref of a definition. */
type ServerOf<Definition> = Definition extends { start(...all: never[]): Promise<infer Ref> } ? Ref : never;

Deno.test("ServerRef: its type says what it takes", () => {
  type Calls = { get: (state: number, key: string) => [number, number] };
  assertType<IsExact<Parameters<ServerRef<Calls, Record<never, never>>["call"]>[0], "get">>(true);
});
