import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { type ExportedState, exportState, importState, type StateHolder } from "./exported_state.ts";
import { snapshotEvery } from "./snapshot_every.ts";
import { Snapshots } from "./snapshots.ts";

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
  [{ ...state, states: null }, "states are values by the names of processes"],
];

Deno.test("importState() and Snapshots.save() refuse what was never exported", async () => {
  const snapshots = new Snapshots("/nowhere/at/all");
  assertEquals(await importState(holder, state, { version: 1 }), []);
  for (const [bad, rule] of NO_STATES) {
    await assertRejects(() => importState(holder, bad as ExportedState, { version: 1 }), ArgumentError, rule);
    await assertRejects(() => snapshots.save(bad as ExportedState), ArgumentError, rule);
  }
});

Deno.test("exportState() and importState() refuse holders, versions and schemas that are none", async () => {
  const bad: [StateHolder, unknown, string][] = [
    [null as never, { version: 1 }, "the holder has states"],
    [holder, null, "the options are an object"],
    [holder, {}, "version is a whole number"],
    [holder, { version: 1, schemas: null }, "schemas are state schemas"],
    [holder, { version: 1, schemas: { cart: {} } }, "schemas are state schemas"],
  ];
  for (const [of, options, rule] of bad) {
    await assertRejects(() => exportState(of, options as never), ArgumentError, rule);
    await assertRejects(() => importState(of, state, options as never), ArgumentError, rule);
  }
});

Deno.test("snapshots are kept in a directory, by names, when there is somewhere to keep them", async () => {
  for (const directory of [undefined, null, "", 5] as never[]) {
    assertThrows(() => new Snapshots(directory), ArgumentError, "the directory is a path");
  }
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
      [{ ...right, schemas: null }, "schemas are state schemas"],
    ] as const
  ) assertThrows(() => snapshotEvery(holder, options as never), ArgumentError, rule);
});
