import { assertEquals, assertMatch } from "@std/assert";
import { puppet, type PuppetEvent, type PuppetTypes } from "../testdata/machine.ts";
import { deathsOf, everyOrder, fateOf, reasonIn } from "../testdata/world.ts";
import { GenStateMachine } from "./gen_state_machine.ts";
import type { ReplyTo, StateResult } from "./state_machine_types.ts";

const { keepState, keepStateAndData, nextState, ok, stop } = GenStateMachine;

/** Who called, kept in the data. */
type Waiting = readonly ReplyTo<unknown>[];

function from(event: PuppetEvent): ReplyTo<unknown> {
  return event.type === "call" ? event.from : null!;
}

/** Keeps all who call, until told otherwise. */
function keeper(on: (text: string, waiting: Waiting) => StateResult<PuppetTypes> | "default") {
  return puppet({
    first: () => ok("a", [] as Waiting),
    on: (text, event, { data }) => {
      const waiting = data as Waiting;
      return text === "call wait" ? keepState([...waiting, from(event)]) : on(text, waiting);
    },
  });
}

Deno.test("case 216: a call is answered from any later event, and several replies in one list all go out", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition } = keeper((text, waiting) => {
      if (text !== "cast all") return "default";
      const [first, ...rest] = waiting;
      return keepStateAndData().reply(first!, 0).reply(rest, 1);
    });
    const machine = await system.start(definition);
    const calls = [1, 2, 3].map(() => fateOf(machine.call("wait")));
    await settle();
    assertEquals(calls.map(({ state }) => state), ["pending", "pending", "pending"]);
    machine.cast("all");
    await settle();
    assertEquals(calls.map(({ value }) => value), [0, 1, 1]);
  }, 20);
});

Deno.test("case 216: from a time-out, from another state, and by hand from outside any event", async () => {
  await everyOrder(async ({ system, advance }) => {
    let kept!: ReplyTo<unknown>;
    const { definition } = puppet({
      on: (text, event, { data }) => {
        if (text === "call late") return nextState("b", from(event)).stateTimeout({ afterMs: 50 });
        if (text === "call hand") kept = from(event);
        else if (text === "state_timeout") return nextState("c", 0).reply(data as ReplyTo<unknown>, "late");
        else return "default";
        return keepStateAndData();
      },
    });
    const machine = await system.start(definition);
    const late = fateOf(machine.call("late"));
    const hand = fateOf(machine.call("hand"));
    await advance(49);
    assertEquals([late.state, hand.state], ["pending", "pending"]);
    kept.reply("by hand");
    await advance(1);
    assertEquals([late.value, hand.value], ["late", "by hand"]);
  }, 5);
});

Deno.test("case 216: a call waits for ever unless told otherwise; whoever gave up sees no reply, and the machine goes on", async () => {
  await everyOrder(async ({ system, advance }) => {
    const { definition } = keeper((text, [first]) =>
      text === "cast one" ? keepStateAndData().reply(first!, 1) : "default"
    );
    const machine = await system.start(definition);
    const short = fateOf(machine.call("wait", undefined, { timeoutMs: 10 }));
    const long = fateOf(machine.call("wait"));
    await advance(1e9);
    assertEquals([reasonIn(short.error), long.state], ["timeout", "pending"]);
    machine.cast("one");
    assertEquals(await machine.call("x"), "ok");
  }, 3);
});

Deno.test("case 216: who is answered twice is an error of the machine", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    const twice = puppet({ on: (_text, event) => keepStateAndData().reply(from(event), 1).reply(from(event), 2) });
    const machine = await system.start(twice.definition);
    const pid = machine.pid!;
    assertEquals(await machine.call("x"), 1);
    await settle();
    assertMatch((deaths.get(pid) as { error: Error }).error.message, /a call is answered once, got 2/);
    const forged = await system.start(puppet({ on: () => keepStateAndData().reply({} as ReplyTo<1>, 1) }).definition);
    const other = forged.pid!;
    assertEquals(reasonIn(fateOf(forged.call("x")).error ?? { reason: "pending" }), "pending");
    await settle();
    assertEquals(deaths.get(other), { bad_action_from_state_function: { type: "reply", from: {}, value: 1 } });
  }, 2);
});

Deno.test("case 217: stop with replies: they go out, then terminate runs, then death with the reason", async () => {
  await everyOrder(async ({ system, settle }) => {
    const order: string[] = [];
    const { definition, log } = puppet({
      first: () => ok("a", [] as Waiting),
      on: (text, event, { data }) => {
        if (text === "call wait") return keepState([...data as Waiting, from(event)]);
        return stop({ shutdown: "enough" }, "last").reply((data as Waiting)[0]!, "one").reply(from(event), "two");
      },
      terminate: async () => {
        await settled;
        order.push("terminate");
      },
    });
    let open!: () => void;
    const settled = new Promise<void>((resolve) => open = resolve);
    const machine = await system.start(definition);
    system.events.subscribe((event) => void (event.type === "process.exited" && order.push("died")));
    machine.call("wait").then((value) => order.push(value as string));
    const unanswered = fateOf(machine.call("wait"));
    machine.call("stop").then((value) => order.push(value as string));
    await settle();
    assertEquals(order, ["one", "two"]);
    open();
    await settle();
    assertEquals(order, ["one", "two", "terminate", "died"]);
    assertEquals(log.at(-1), 'terminate {"shutdown":"enough"} in a with last');
    assertEquals(reasonIn(unanswered.error), { shutdown: "enough" });
  }, 20);
});

Deno.test("case 217: stop without more is normal and keeps the data; from init it is no start", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition, log } = puppet({ on: () => stop() });
    const machine = await system.start(definition);
    machine.cast("x");
    await settle();
    assertEquals(log, ["a: cast x", "terminate normal in a with 0"]);
    const start = fateOf(system.start(puppet({ first: () => stop("not today") }).definition));
    await settle();
    assertEquals(reasonIn(start.error), "not today");
  }, 5);
});

Deno.test("GenStateMachine: a death fails every call: handled, kept, postponed, inserted and queued", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition } = puppet({
      on: (text, event) => {
        if (text === "call postponed") return keepStateAndData().postpone();
        if (text === "call kept") return keepStateAndData();
        if (text === "call handled") return new Promise<undefined>(() => {});
        return text === "cast back" ? nextState("b", from(event)) : "default";
      },
    });
    const machine = await system.start(definition);
    const calls = ["postponed", "kept", "handled", "queued"].map((kind) => fateOf(machine.call(kind)));
    await settle();
    system.exit(machine.pid!, "kill");
    await settle();
    assertEquals(calls.map(({ error }) => reasonIn(error)), ["killed", "killed", "killed", "killed"]);
  }, 20);
});
