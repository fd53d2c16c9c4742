import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { GenServer } from "./behaviours/gen_server.ts";
import { sys } from "./introspection/sys.ts";
import { ArgumentError, StartError } from "./processes/errors.ts";
import { formatReason } from "./processes/exit_reason.ts";
import { Application } from "./supervision/application.ts";
import { ChildError } from "./supervision/errors.ts";
import { Supervisor } from "./supervision/supervisor.ts";
import { System } from "./system.ts";
import { everyOrder } from "./testdata/world.ts";

const Echo = GenServer.define({ name: "Echo", init: () => 0 });
const NONE: readonly unknown[] = [undefined, null, NaN, "echo", true, 0n, Symbol("x"), {}, Object.create(null)];

Deno.test("System.start() refuses what is no definition, and options that are no object", async () => {
  await using system = new System();
  for (const value of NONE) {
    await assertRejects(
      () => system.start(value as never),
      ArgumentError,
      "Cannot start a process: it is a definition",
    );
  }
  for (const value of [null, 5, "x"]) {
    await assertRejects(() => system.start(Echo, value as never), ArgumentError, "Cannot start Echo: the options");
  }
});

Deno.test("System.register() and sendAfter() say what is wrong with names and options of any type", async () => {
  await everyOrder(async ({ system }) => {
    const { pid } = await system.start(Echo);
    for (const name of [Symbol("name"), Object.create(null), 5, ""]) {
      assertThrows(() => system.register(name as never, pid!), ArgumentError, "a name is a text");
    }
    for (const options of [undefined, null, 5]) {
      assertThrows(() => system.sendAfter(pid!, 1, options as never), ArgumentError, "its options are { delayMs }");
      const me = system.attach();
      assertThrows(() => me.sendInterval(pid!, 1, options as never), ArgumentError, "its options are { delayMs }");
    }
  });
});

Deno.test("EventStream.subscribe() refuses a listener, a filter and types that are none", async () => {
  await using system = new System();
  for (const value of NONE) {
    assertThrows(() => system.events.subscribe(value as never), ArgumentError, "the listener is a function, got ");
    if (value === undefined) continue;
    assertThrows(() => system.events.subscribe(() => {}, { types: value as never }), ArgumentError, "types is a list");
    if (typeof value === "object" && value !== null) continue;
    assertThrows(() => system.events.subscribe(() => {}, value as never), ArgumentError, "the options are an object");
  }
  assertEquals(system.events.active, false);
});

Deno.test("ArgumentError shows any value, also one that throws when it is looked at", () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  const called = Proxy.revocable(() => {}, {});
  revoke();
  called.revoke();
  for (const value of [proxy, called.proxy]) {
    assertEquals(
      new ArgumentError("show", { rule: "it can be", value }).message,
      "Cannot show: it can be, got what cannot be shown",
    );
  }
});

Deno.test("SupervisorRef tells of ids of any type that they are not found", async () => {
  await everyOrder(async ({ system }) => {
    const tree = await system.start(Supervisor.define({ children: [Echo.child()] }));
    for (const id of [Symbol("id"), Object.create(null), undefined, 5]) {
      await assertRejects(() => tree.terminateChild(id as never), ChildError, "not_found");
      await assertRejects(() => tree.deleteChild(id as never), ChildError, "not_found");
    }
    assertEquals((await tree.countChildren()).active, 1);
  });
});

Deno.test("Application refuses dependencies whose function gives no list", async () => {
  const Odd = Application.define({ name: "odd", dependencies: (() => undefined) as never });
  await everyOrder(async ({ system }) => {
    await assertRejects(() => Application.start(system, Odd), ArgumentError, "gives a list of applications");
  });
});

Deno.test("GenServer.stop() refuses options that are none: the reply goes into an object", () => {
  for (const value of [null, 5, "reply"]) {
    assertThrows(() => GenServer.stop("normal", 0, value as never), ArgumentError, "options, { reply }");
  }
});

Deno.test("sys.remove() refuses what has no id", async () => {
  await everyOrder(async ({ system }) => {
    await system.start(Echo, { name: "echo" });
    for (const value of [undefined, null, 5, {}]) {
      assertThrows(() => sys.remove(system, "echo", value as never), ArgumentError, "it is { id }");
    }
  });
});

Deno.test("Supervisor says of a bare definition among its children how it becomes one", async () => {
  await everyOrder(async ({ system }) => {
    const tree = await system.start(Supervisor.define({}));
    const rule = "a definition becomes a child by its child()";
    const error = await assertRejects(() => tree.startChild(Echo as never), StartError);
    assertEquals(formatReason(error.reason).includes(rule), true);
  });
});
