import { assertEquals } from "@std/assert";
import { System } from "@superlearner/otp";
import type { ExportedState } from "../state/exported_state.ts";
import type { Snapshots } from "../state/snapshots.ts";
import { StateError } from "../state/state_error.ts";
import { StateSchema } from "../state/state_schema.ts";
import type { Life } from "./life.ts";
import { handOver, SandboxStates } from "./sandbox_states.ts";
import { lifeOf } from "./testdata/lives.ts";

const SAVED: ExportedState = { format: 1, name: "guest", version: 1, at: 0, states: { a: 1, gone: 2, b: { n: 3 } } };

function statesOf(life: Life, version = 1): SandboxStates {
  return new SandboxStates({
    name: "guest",
    system: new System(), // it has no processes, so there is nothing to stop
    version: () => version,
    life: () => Promise.resolve(life),
  });
}

Deno.test("SandboxStates exports and imports the states of the life that is up", async () => {
  const { life, states } = lifeOf({ a: 1, b: { n: 2 } });
  const all = statesOf(life, 4);
  const exported = await all.export({});
  assertEquals([exported.name, exported.version, exported.states], ["guest", 4, { a: 1, b: { n: 2 } }]);
  await all.import({ ...exported, states: { a: 9 } }, {});
  assertEquals(states, { a: 9, b: { n: 2 } });
});

Deno.test("SandboxStates.restore() gives a life what was saved; of another version only what a schema migrates", async () => {
  const b = new StateSchema({
    versions: { 1: { n: { type: "integer" } }, 2: { m: { type: "integer" } } },
    steps: [{ from: 1, to: 2, migrate: ({ n }) => ({ m: n }) }],
  });
  const snapshots = { save() {}, latest: () => Promise.resolve({ state: SAVED }) } as unknown as Snapshots;
  for (const [version, expected] of [[1, { a: 1, b: { n: 3 } }], [2, { a: 0, b: { m: 3 } }]] as const) {
    const { life, states } = lifeOf({ a: 0, b: 0 });
    const all = statesOf(life, version);
    await all.restore(life);
    assertEquals(states, { a: 0, b: 0 }, "nobody asked for it");
    await using _ = all.snapshotEvery({ snapshots, everyMs: 1e6, schemas: { b } });
    await all.restore(life);
    assertEquals(states, expected);
  }
});

Deno.test("SandboxStates.restore(): nothing saved is no error, any other failure is told, and the life goes on", async () => {
  const { life, states } = lifeOf({ a: 0 });
  for (const failure of [{ kind: "not_found", what: "it" }, { kind: "corrupt", file: "f", rule: "r" }] as const) {
    const told: unknown[] = [];
    const error = new StateError("load", failure as never);
    const snapshots = { save() {}, latest: () => Promise.reject(error) } as unknown as Snapshots;
    const all = statesOf(life);
    await using _ = all.snapshotEvery({ snapshots, everyMs: 1e6, onError: (error) => told.push(error) });
    await all.restore(life);
    assertEquals([told, states], [failure.kind === "not_found" ? [] : [error], { a: 0 }]);
  }
});

Deno.test("handOver() gives only what there is a server for", async () => {
  const { life, states } = lifeOf({ a: 0 });
  await handOver(statesOf(life).holder, SAVED, { version: 1 });
  assertEquals(states, { a: 1 });
});
