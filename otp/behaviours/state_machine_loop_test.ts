import { assertEquals, assertRejects } from "@std/assert";
import { processInfo } from "../introspection/process_info.ts";
import { sys } from "../introspection/sys.ts";
import { ArgumentError } from "../processes/errors.ts";
import { runtimeOf } from "../processes/host.ts";
import { Simulation } from "../simulation/simulation.ts";
import { puppet } from "../testdata/machine.ts";
import { deathsOf, eventsOf, everyOrder, fairly, fateOf, notebook, reasonIn } from "../testdata/world.ts";
import { GenStateMachine } from "./gen_state_machine.ts";

const { keepState, keepStateAndData, nextState, ok } = GenStateMachine;

Deno.test("GenStateMachine: while a handler is awaited all events wait, its own included; state and data are those before", async () => {
  await everyOrder(async ({ system, advance }) => {
    let open!: () => void;
    const opened = new Promise<void>((resolve) => open = resolve);
    const { definition, log } = puppet({
      first: () => ok("a", 0).timeout("t", { afterMs: 5 }),
      on: async (text) => {
        if (text !== "cast slow") return keepStateAndData();
        await opened;
        return nextState("b", 1).nextEvent({ type: "internal", kind: "i" }).timeout("z", { afterMs: 0 });
      },
    });
    const machine = await system.start(definition);
    machine.cast("slow");
    machine.cast("next");
    await advance(10);
    assertEquals([log, sys.getState(system, machine.pid!)], [["a: cast slow"], { state: "a", data: 0 }]);
    assertEquals(processInfo(system, machine.pid!)!.status, "busy");
    assertEquals(processInfo(system, machine.pid!)!.currentMessage?.kind, "slow");
    open();
    await advance(0);
    assertEquals(log.slice(1), ["b: internal i", "b: timeout z", "b: cast next", "b: timeout t"]);
    assertEquals(sys.getState(system, machine.pid!), { state: "b", data: 1 });
  }, 10);
});

Deno.test("GenStateMachine: what an awaited handler inserts comes without any message to wake the machine", async () => {
  await everyOrder(async ({ system, settle }) => {
    for (const how of ["insert", "zero"]) {
      const { definition, log } = puppet({
        on: async (text) => {
          await Promise.resolve();
          if (text !== "cast go") return keepStateAndData();
          return how === "insert"
            ? keepStateAndData().nextEvent({ type: "internal", kind: "i" })
            : keepStateAndData().timeout("z", { afterMs: 0 });
        },
      });
      const machine = await system.start(definition);
      machine.cast("go");
      await settle();
      assertEquals(log, ["a: cast go", how === "insert" ? "a: internal i" : "a: timeout z"]);
    }
  }, 5);
});

Deno.test("GenStateMachine: one that is killed while a handler is awaited leaves no timer, and its result is nobody's", async () => {
  await everyOrder(async ({ system, settle }) => {
    let open!: () => void;
    const opened = new Promise<void>((resolve) => open = resolve);
    const { definition, log } = puppet({
      first: () => ok("a", 0).timeout("n", { afterMs: 1000 }).stateTimeout({ afterMs: 2000 }),
      on: async () => (await opened, nextState("b", 1).timeout("m", { afterMs: 1000 })),
    });
    const { timers } = runtimeOf(system);
    const before = timers.size;
    const machine = await system.start(definition);
    machine.cast("x");
    await settle();
    assertEquals(timers.size - before, 2);
    system.exit(machine.pid!, "kill");
    assertEquals(timers.size - before, 0);
    open();
    await settle();
    assertEquals([timers.size - before, machine.alive, log], [0, false, ["a: cast x"]]);
  }, 5);
});

Deno.test("GenStateMachine: a handler that fails leaves state and data as they were, to terminate, the report and sys", async () => {
  const book = notebook();
  await using simulation = new Simulation({ logger: book });
  const { system } = simulation;
  for (const later of [false, true]) {
    const { definition, log } = puppet({
      first: () => ok("a", "data"),
      on: () => {
        if (!later) throw new Error("at once");
        return Promise.reject(new Error("later"));
      },
    });
    const machine = await system.start(definition);
    const pid = machine.pid!;
    const call = fateOf(machine.call("k", "payload"));
    await simulation.settle();
    const message = later ? "later" : "at once";
    assertEquals((reasonIn(call.error) as { error: Error }).error.message, message);
    const report = book.crashes.at(-1)!;
    assertEquals([report.pid, report.module, report.lastMessage, report.state], [
      pid,
      "Puppet",
      "payload",
      { state: "a", data: "data" },
    ]);
    assertEquals(sys.getState(system, pid), { state: "a", data: "data" });
    assertEquals(log.at(-1)!.endsWith("in a with data"), true);
  }
});

Deno.test("GenStateMachine: an exit of the parent ends it, others' are events, and terminate runs where exits are trapped", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition, log } = puppet({ trapExit: true });
    const machine = await system.start(definition);
    const me = system.attach();
    me.link(machine.pid!);
    me.sendExit(machine.pid!, "some");
    await settle();
    assertEquals(log.splice(0), [`a: info {"type":"EXIT","pid":"${me.pid}","reason":"some"}`]);
    system.exit(machine.pid!, "shutdown");
    await settle();
    assertEquals([log, machine.alive], [["terminate shutdown in a with 0"], false]);
    const other = puppet();
    const mortal = await system.start(other.definition);
    system.exit(mortal.pid!, "shutdown");
    assertEquals([other.log, mortal.alive], [[], false]);
    me.sendExit(me.pid, "normal");
  }, 5);
});

Deno.test("GenStateMachine: stop waits its turn behind the mailbox, and before nothing of the machine's own", async () => {
  await everyOrder(async ({ system }) => {
    const { definition, log } = puppet({
      on: (text) => text === "cast go" ? keepStateAndData().nextEvent({ type: "internal", kind: "i" }) : "default",
    });
    const machine = await system.start(definition);
    machine.cast("go");
    await machine.stop({ reason: { shutdown: 1 } });
    assertEquals(log, ["a: cast go", "a: internal i", 'terminate {"shutdown":1} in a with 0']);
  }, 10);
});

Deno.test("GenStateMachine: what its own handler kills does nothing more", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    for (const later of [false, true]) {
      const { definition, log } = puppet({
        on: (_text, _event, { self }) => {
          self.sendExit(self.pid, "kill");
          const result = nextState("b", 1).stateTimeout({ afterMs: 1 });
          return later ? Promise.resolve(result) : result;
        },
      });
      const machine = await system.start(definition);
      const pid = machine.pid!;
      machine.cast("x");
      await settle();
      assertEquals([deaths.get(pid), log], ["killed", ["a: cast x"]]);
    }
  }, 3);
});

Deno.test("sys: a suspended machine takes no event of any sort; time-outs go on and come when it is resumed", async () => {
  await everyOrder(async ({ system, advance }) => {
    const { definition, log } = puppet({
      first: () => ok("a", 0).timeout("t", { afterMs: 5 }),
      on: (text, _event, { self }) => {
        if (text !== "cast go") return "default";
        sys.suspend(self, self.pid);
        return keepStateAndData().nextEvent({ type: "internal", kind: "i" }).timeout("z", { afterMs: 0 });
      },
    });
    const machine = await system.start(definition);
    machine.cast("go");
    machine.cast("next");
    await advance(10);
    assertEquals([log, processInfo(system, machine.pid!)!.status], [["a: cast go"], "suspended"]);
    sys.resume(system, machine.pid!);
    await advance(0);
    assertEquals(log.slice(1), ["a: internal i", "a: timeout z", "a: cast next", "a: timeout t"]);
  }, 5);
});

Deno.test("sys.replaceState(): takes { state, data }, enters nothing, cancels nothing; what is none is refused", async () => {
  await everyOrder(async ({ system, advance }) => {
    const { definition, log } = puppet({
      first: () => ok("a", 0).stateTimeout({ afterMs: 5 }),
      enter: () => keepStateAndData(),
    });
    const machine = await system.start(definition);
    await advance(1);
    const pid = machine.pid!;
    const replaced = await sys.replaceState(system, pid, () => ({ state: "b", data: 1 }));
    assertEquals([replaced, sys.getState(system, pid)], [{ state: "b", data: 1 }, { state: "b", data: 1 }]);
    await advance(10);
    assertEquals(log, ["enter a from a", "b: state_timeout"]);
    for (const bad of [null, "b", {}, { state: "b" }]) {
      await assertRejects(() => sys.replaceState(system, pid, () => bad), ArgumentError, "it is { state, data }");
    }
    const Named = GenStateMachine.define({
      name: "Named",
      init: () => ok("a", 0),
      states: { a: () => keepStateAndData() },
    } as never);
    const named = (await system.start(Named)).pid!;
    await assertRejects(
      () => sys.replaceState(system, named, () => ({ state: "b", data: 0 })),
      ArgumentError,
      "it is one of a",
    );
    assertEquals(sys.getState(system, named), { state: "a", data: 0 });
  }, 2);
});

Deno.test("sys.trace(): messages are told as they come and when they are handled, the machine's own events when handled", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition } = puppet({
      on: (text, event) => {
        if (text === "cast fail") throw new Error("no");
        if (event.type !== "call") return "default";
        return keepStateAndData().reply(event.from, 1).nextEvent({ type: "internal", kind: "i", payload: 2 });
      },
    });
    const machine = await system.start(definition);
    const pid = machine.pid!;
    await settle();
    const events = eventsOf(system, "message.received", "message.handled");
    using _trace = sys.trace(system, pid);
    await machine.call("k", "payload");
    await settle();
    machine.cast("fail");
    await settle();
    const told = events.map((event) => {
      const { type, form, kind, failed } = event as unknown as { [key: string]: unknown };
      return [type, form, kind, failed !== undefined];
    });
    assertEquals(told, [
      ["message.received", "call", "k", false],
      ["message.handled", "call", "k", false],
      ["message.handled", "info", "internal", false],
      ["message.received", "cast", "fail", false],
      ["message.handled", "cast", "fail", true],
    ]);
  }, 3);
});

Deno.test("GenStateMachine: other callbacks take over a running machine, and those before come back", async () => {
  await everyOrder(async ({ system, settle }) => {
    const log: string[] = [];
    const second = {
      handleEvent: (event: { type: string; kind?: string }, state: unknown) => {
        log.push(`second ${state as string}: ${event.kind}`);
        return event.kind === "pop" ? keepState("back").popCallbacks() : keepStateAndData();
      },
      handleEnter: (
        _old: unknown,
        state: unknown,
      ) => (log.push(`second enters ${state as string}`), keepStateAndData()),
      terminate: () => log.push("second terminates"),
    };
    const first = puppet({
      on: (text) => {
        if (text === "cast push") return nextState("b", 1).pushCallbacks(second as never);
        if (text === "cast change") return keepStateAndData().changeCallbacks(second as never);
        return text === "cast pop" ? keepStateAndData().popCallbacks() : "default";
      },
    });
    const machine = await system.start(first.definition);
    for (const kind of ["push", "one", "pop", "two", "change", "three"]) machine.cast(kind);
    await settle();
    assertEquals(log.splice(0), ["second enters b", "second b: one", "second b: pop", "second b: three"]);
    assertEquals(first.log, ["a: cast push", "b: cast two", "b: cast change"]);
    const deaths = deathsOf(system);
    const pid = machine.pid!;
    machine.cast("pop"); // changed, not pushed: there is nothing to come back
    await settle();
    assertEquals(Object.keys(deaths.get(pid) as object), ["bad_action_from_state_function"]);
    assertEquals(log, ["second b: pop", "second terminates"]);
  }, 5);
});

Deno.test("GenStateMachine: under the policy freeze nobody changes state or data in place", async () => {
  await fairly(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    const { definition } = puppet({
      first: () => ok({ name: "a" }, { list: [1] }),
      on: (_text, _event, { data }) => {
        (data as { list: number[] }).list.push(2);
        return keepStateAndData();
      },
    });
    const machine = await system.start(definition);
    const pid = machine.pid!;
    machine.cast("x");
    await settle();
    assertEquals((deaths.get(pid) as { error: Error }).error.name, "TypeError");
    assertEquals(sys.getState(system, pid), { state: { name: "a" }, data: { list: [1] } });
  }, "freeze");
});
