import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { StateError } from "./state_error.ts";
import { StateSchema, type StateSchemaSpec } from "./state_schema.ts";

const schema = new StateSchema({
  versions: {
    1: { count: { type: "integer" } },
    2: { total: { type: "integer" }, names: { type: "array", items: { type: "string" }, default: [] } },
    3: { total: { type: "bigint" }, names: { type: "set" } },
  },
  steps: [
    { from: 1, to: 2, migrate: ({ count }) => ({ total: count }) },
    { from: 2, to: 1, migrate: ({ total }) => ({ count: total }) },
    {
      from: 2,
      to: 3,
      migrate: (state) => {
        const names = state.names as string[];
        if (names.includes("bad")) throw new Error("A bad name");
        names.push("moved");
        return { total: BigInt(state.total as number), names: new Set(names) };
      },
    },
  ],
});

const failure = (act: () => unknown) => assertThrows(act, StateError).message;
const refusal = (spec: unknown) => assertThrows(() => new StateSchema(spec as StateSchemaSpec), ArgumentError).message;

Deno.test("StateSchema knows its versions", () => {
  assertEquals([schema.versions, schema.latest], [[1, 2, 3], 3]);
  assertEquals(schema.changes(1, 2), { added: ["total", "names", "names[]"], removed: ["count"], changed: [] });
});

Deno.test("StateSchema.migrate() goes up and down, step after step, with defaults", () => {
  assertEquals(schema.migrate({ count: 7 }, { from: 1 }), { total: 7n, names: new Set(["moved"]) });
  assertEquals(schema.migrate({ count: 7 }, { from: 1, to: 2 }), { total: 7, names: [] });
  assertEquals(schema.migrate({ total: 7, names: ["a"] }, { from: 2, to: 1 }), { count: 7 });
  assertEquals(schema.migrate({ total: 7 }, { from: 2, to: 2 }), { total: 7, names: [] });
  assertEquals(schema.path(1, 3).map(({ to }) => to), [2, 3]);
});

Deno.test("StateSchema.migrate() leaves what it was given as it is, also when a step fails", () => {
  const [good, bad] = [{ total: 1, names: ["a"] }, { total: 1, names: ["bad"] }];
  schema.migrate(good, { from: 2 });
  assertEquals(
    failure(() => schema.migrate(bad, { from: 2 })),
    "Cannot migrate a state: the step from version 2 to 3 fails: A bad name",
  );
  assertEquals([good, bad], [{ total: 1, names: ["a"] }, { total: 1, names: ["bad"] }]);
});

Deno.test("StateSchema.migrate() refuses a state that is not right, before and after a step", () => {
  assertEquals(
    failure(() => schema.migrate({ count: "7" }, { from: 1 })),
    "Cannot migrate a state: by version 1, count is a whole number",
  );
  const wrong = new StateSchema({
    versions: { 1: {}, 2: { a: { type: "string" } } },
    steps: [{ from: 1, to: 2, migrate: () => ({ a: 7 }) }],
  });
  assertEquals(failure(() => wrong.migrate({}, { from: 1 })), "Cannot migrate a state: by version 2, a is a text");
});

Deno.test("StateSchema says which way or version there is not", () => {
  assertEquals(
    failure(() => schema.migrate({ total: 1n, names: new Set() }, { from: 3, to: 1 })),
    "Cannot migrate a state: no steps lead from version 3 to 1",
  );
  assertEquals(
    failure(() => schema.migrate({}, { from: 9 })),
    "Cannot migrate a state: there is no version 9 among 1, 2, 3",
  );
  assertEquals(failure(() => schema.problems({}, 4)), "Cannot check a state: there is no version 4 among 1, 2, 3");
});

Deno.test("StateSchema.validate() gives a state back, or says what is wrong", () => {
  const state = { total: 1n, names: new Set() };
  assertEquals(schema.validate(state) === state, true);
  assertEquals(schema.problems({ total: 1 }), [{ path: "total", rule: "is a bigint" }, {
    path: "names",
    rule: "is there",
  }]);
  assertEquals(
    failure(() => schema.validate({ total: 1 })),
    "Cannot check a state: by version 3, total is a bigint, and 1 more",
  );
  assertEquals(schema.applyDefaults({ total: 1 }, 2), { total: 1, names: [] });
});

Deno.test("StateSchema refuses versions, fields and steps that are not right", () => {
  const start = "Cannot make a state schema:";
  assertEquals(refusal(null), `${start} the options are an object, got null`);
  assertEquals(refusal({ versions: {} }), `${start} there is a version, got {}`);
  assertEquals(refusal({ versions: { 0: {} } }), `${start} a version is a whole number from 1 up, got 0`);
  assertEquals(refusal({ versions: { 1: [] } }), `${start} version 1 has fields, got []`);
  assertEquals(
    refusal({ versions: { 1: { a: { type: "text" } } } }).startsWith(
      `${start} the type of a of version 1 is one of string, `,
    ),
    true,
  );
  assertEquals(
    refusal({ versions: { 1: { a: { type: "string", default: 7 } } } }),
    `${start} the default of a of version 1 is a text, got 7`,
  );
  const steps = (step: unknown) => refusal({ versions: { 1: {}, 2: {} }, steps: [step] });
  assertEquals(steps({ from: 1, to: 3 }), `${start} a step is between versions that there are, got 3`);
  assertEquals(steps({ from: 1, to: 2 }), `${start} migrate is a function, got undefined`);
  assertEquals(steps({ from: 1, to: 1, migrate: () => ({}) }), `${start} a step leads to another version, got 1`);
});
