import { assertEquals, assertRejects } from "@std/assert";
import { exportState, importState, type StateHolder } from "./exported_state.ts";
import { StateError } from "./state_error.ts";
import { StateSchema } from "./state_schema.ts";

const clock = { now: () => 0, wallTime: () => 5, setAlarm: () => ({ cancel() {} }) };

/** Processes with states; `refuses` does not take one that says so. */
function holder(states: Record<string, unknown>): StateHolder & { states: Record<string, unknown> } {
  return {
    name: "shop",
    states,
    stateNames: () => Promise.resolve(Object.keys(states)),
    getState: (process) =>
      states[process] === "dead" ? Promise.reject(new Error("It is dead")) : Promise.resolve(states[process]),
    replaceState(process, state) {
      if (state === "refused") return Promise.reject(new Error("Not that one"));
      states[process] = state;
      return Promise.resolve();
    },
  };
}

const counter = new StateSchema({
  versions: { 1: { n: { type: "integer" } }, 2: { total: { type: "integer" } } },
  steps: [{ from: 1, to: 2, migrate: ({ n }) => ({ total: n }) }, {
    from: 2,
    to: 1,
    migrate: ({ total }) => ({ n: total }),
  }],
});

async function failure(promise: Promise<unknown>): Promise<string> {
  return (await assertRejects(() => promise, StateError)).message;
}

Deno.test("exportState() has every state, whose, of which version and when", async () => {
  assertEquals(await exportState(holder({ a: { n: 1 }, b: 7 }), { version: 1, schemas: { a: counter }, clock }), {
    format: 1,
    name: "shop",
    version: 1,
    at: 5,
    states: { a: { n: 1 }, b: 7 },
  });
});

Deno.test("exportState() says which process does not give its state, or one that is not right", async () => {
  assertEquals(
    await failure(exportState(holder({ a: 1, b: "dead" }), { version: 1 })),
    "Cannot export the state: the state of b is not to be had: It is dead",
  );
  assertEquals(
    await failure(exportState(holder({ a: {} }), { version: 1, schemas: { a: counter } })),
    "Cannot check a state: by version 1, n is there",
  );
});

Deno.test("importState() migrates up and down", async () => {
  const [old, schemas] = [holder({ a: { n: 7 }, b: "x" }), { a: counter }];
  const exported = await exportState(old, { version: 1, schemas });
  const next = holder({ a: { total: 0 }, b: "y", c: "untouched" });
  assertEquals(await importState(next, exported, { version: 2, schemas }), ["a", "b"]);
  assertEquals(next.states, { a: { total: 7 }, b: "x", c: "untouched" });
  next.states.a = { total: 9 };
  await importState(old, await exportState(holder({ a: next.states.a }), { version: 2, schemas }), {
    version: 1,
    schemas,
  });
  assertEquals(old.states, { a: { n: 9 }, b: "x" });
});

Deno.test("importState() changes nothing where one state is not right, or its process is not there", async () => {
  const exported = { format: 1, name: "shop", version: 1, at: 0, states: { a: { n: 1 }, b: { n: "x" } } } as const;
  const there = holder({ a: { n: 0 }, b: { n: 0 } });
  const schemas = { a: counter, b: counter };
  assertEquals(
    await failure(importState(there, exported, { version: 1, schemas })),
    "Cannot migrate a state: by version 1, n is a whole number",
  );
  assertEquals(there.states, { a: { n: 0 }, b: { n: 0 } });
  const lone = holder({ a: { n: 0 } });
  assertEquals(
    await failure(importState(lone, exported, { version: 1 })),
    "Cannot import the state: there is no process b",
  );
  assertEquals(lone.states, { a: { n: 0 } });
});

Deno.test("importState() takes back what was done when a process does not take its state", async () => {
  const exported = { format: 1, name: "shop", version: 1, at: 0, states: { a: 1, b: "refused", c: 3 } } as const;
  const there = holder({ a: "old a", b: "old b", c: "old c" });
  assertEquals(
    await failure(importState(there, exported, { version: 1 })),
    "Cannot import the state: b does not take its state: Not that one",
  );
  assertEquals(there.states, { a: "old a", b: "old b", c: "old c" });
});

Deno.test("importState() says so when what was done cannot be taken back", async () => {
  const exported = { format: 1, name: "shop", version: 1, at: 0, states: { a: 1, b: "refused" } } as const;
  const there = holder({ a: "refused", b: "old b" });
  assertEquals(
    await failure(importState(there, exported, { version: 1 })),
    "Cannot import the state: b does not take its state: Not that one, and others that had taken theirs did not take back the old one",
  );
});
