import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ArgumentError, System } from "@superlearner/otp";
import { describeState, inspectState } from "./describe_state.ts";
import { type ExportedState, exportState, importState, type StateHolder } from "./exported_state.ts";
import { snapshotEvery } from "./snapshot_every.ts";
import { Snapshots } from "./snapshots.ts";
import { StateSchema } from "./state_schema.ts";
import { systemStates } from "./system_states.ts";

const state: ExportedState = { format: 1, name: "shop", version: 1, at: 0, states: {} };
const holder: StateHolder = {
  name: "shop",
  stateNames: () => Promise.resolve([]),
  getState: () => Promise.resolve(1),
  replaceState: () => Promise.resolve(),
};
/** What no state is, with the rule. */
const NO_STATES: [unknown, string][] = [
  [null, "a state is what exportState() has given"],
  [5, "a state is what exportState() has given"],
  [{}, "the format of a state is 1"],
  [{ ...state, name: 5 }, "the name of a state is a text"],
  [{ ...state, version: "1" }, "the version of a state is a whole number"],
  [{ ...state, at: null }, "the time of a state is a number"],
  [{ ...state, at: NaN }, "the time of a state is a number"],
  [{ ...state, at: 1e20 }, "the time of a state is a number"],
  [{ ...state, states: null }, "states are values by the names of processes"],
];

Deno.test("importState() and Snapshots.save() refuse what was never exported", async () => {
  const snapshots = new Snapshots("/nowhere/at/all");
  assertEquals(await importState(holder, state, { version: 1 }), []);
  for (const [bad, rule] of NO_STATES) {
    await assertRejects(() => importState(holder, bad as ExportedState, { version: 1 }), ArgumentError, rule);
    await assertRejects(() => snapshots.save(bad as ExportedState), ArgumentError, rule);
    assertThrows(() => inspectState(bad as ExportedState), ArgumentError, rule);
    assertThrows(() => describeState(bad as ExportedState), ArgumentError, rule);
  }
});

Deno.test("exportState() and importState() refuse holders, versions and schemas that are none", async () => {
  const bad: [StateHolder, unknown, string][] = [
    [null as never, { version: 1 }, "the holder has states"],
    [holder, null, "the options are an object"],
    [holder, {}, "version is a whole number"],
    [holder, { version: 1, schema: {} }, "an option is one of version, schemas"],
    [holder, { version: 1, schemas: null }, "schemas are state schemas"],
    [holder, { version: 1, schemas: { cart: {} } }, "schemas are state schemas"],
  ];
  for (const [of, options, rule] of bad) {
    await assertRejects(() => exportState(of, options as never), ArgumentError, rule);
    await assertRejects(() => importState(of, state, options as never), ArgumentError, rule);
  }
});

Deno.test("exportState() and snapshotEvery() refuse what is no clock", async () => {
  const right = { snapshots: new Snapshots("/nowhere/at/all"), everyMs: 5, version: 1, onError: () => {} };
  for (const clock of [null, 5, {}] as never[]) {
    await assertRejects(() => exportState(holder, { version: 1, clock }), ArgumentError, "clock is a Clock");
    assertThrows(() => snapshotEvery(holder, { ...right, clock }), ArgumentError, "clock is a Clock");
  }
  for (const none of [null, undefined, 5, {}] as never[]) {
    assertThrows(() => snapshotEvery(none, right), ArgumentError, "the holder has states");
  }
});

Deno.test("systemStates() refuses what is no System, and options that are none", async () => {
  for (const none of [null, undefined, 5, {}] as never[]) {
    assertThrows(() => systemStates(none), ArgumentError, "system is a System");
  }
  await using system = new System();
  for (const options of [null, 5, "x", []] as never[]) {
    assertThrows(() => systemStates(system, options), ArgumentError, "the options are an object");
  }
  assertThrows(() => systemStates(system, { names: "x" } as never), ArgumentError, "an option is one of name");
  for (const name of [null, 5] as never[]) {
    assertThrows(() => systemStates(system, { name }), ArgumentError, "name is a text");
  }
});

Deno.test("StateSchema refuses steps, versions and states that are none", () => {
  const versions = { 1: { n: { type: "integer" } } } as const;
  const refused = (spec: unknown, rule: string) =>
    assertThrows(() => new StateSchema(spec as never), ArgumentError, rule);
  for (const steps of [null, 5, {}]) refused({ versions, steps }, "steps is a list of steps");
  refused({ versions, step: [] }, "an option is one of versions, steps");
  const step = { from: 1, to: 1, migrate: (old: unknown) => old };
  refused({ versions, steps: [{ ...step, down: true }] }, "an option is one of from, to, migrate");
  const schema = new StateSchema({ versions });
  for (const version of [null, "1", {}, Symbol("s")] as never[]) {
    assertThrows(() => schema.problems({ n: 1 }, version), ArgumentError, "a version is a number");
    assertThrows(() => schema.migrate({ n: 1 }, { from: version }), ArgumentError, "a version is a number");
    assertThrows(() => schema.path(1, version), ArgumentError, "a version is a number");
  }
  assertThrows(() => schema.migrate({ n: 1 }, { form: 1 } as never), ArgumentError, "an option is one of from, to");
  for (const none of [() => {}, Symbol("s"), { n: () => {} }]) {
    assertThrows(() => schema.migrate(none, { from: 1 }), ArgumentError, "a state is data");
  }
});

Deno.test("snapshots are kept in a directory, by names, when there is somewhere to keep them", async () => {
  for (const directory of [undefined, null, "", 5] as never[]) {
    assertThrows(() => new Snapshots(directory), ArgumentError, "the directory is a path");
  }
  assertThrows(() => new Snapshots("a", { kept: 5 } as never), ArgumentError, "an option is one of keep");
  const snapshots = new Snapshots("/nowhere/at/all");
  await assertRejects(() => snapshots.list(undefined as never), ArgumentError, "a name is a text");
  await assertRejects(() => snapshots.latest(5 as never), ArgumentError, "a name is a text");
  await assertRejects(() => snapshots.load(null as never), ArgumentError, "the options are an object");
  await assertRejects(() => snapshots.load({} as never), ArgumentError, "file is a path");
  const right = { snapshots, everyMs: 5, version: 1, onError: () => {} };
  for (
    const [options, rule] of [
      [null, "the options are an object"],
      [{ ...right, snapshots: null }, "snapshots are where they are kept"],
      [{ ...right, everyMs: 0 }, "everyMs is a whole number"],
      [{ ...right, onError: 5 }, "onError is a function"],
      [{ ...right, onError: undefined }, "onError is a function"],
      [{ ...right, version: "1" }, "version is a whole number"],
      [{ ...right, every: 5 }, "an option is one of version, schemas, clock, snapshots, everyMs, onError"],
      [{ ...right, schemas: null }, "schemas are state schemas"],
    ] as const
  ) assertThrows(() => snapshotEvery(holder, options as never), ArgumentError, rule);
});
