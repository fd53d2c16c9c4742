import { assert, assertEquals, assertFalse, assertMatch, assertStringIncludes } from "@std/assert";
import { CallError, Exit } from "./errors.ts";
import { errorData, type ErrorReason, formatReason, isNormalExit, reasonOf } from "./exit_reason.ts";

const errorOf = (thrown: unknown) => (reasonOf(thrown) as ErrorReason).error;

Deno.test("reasonOf() of an Exit is its reason, of a CallError its reason and the call", () => {
  assertEquals(reasonOf(new Exit({ shutdown: 1 })), { shutdown: 1 });
  const call = { server: "counter", kind: "add", timeoutMs: 5000 };
  assertEquals(reasonOf(new CallError("timeout", call)), { reason: "timeout", call });
});

Deno.test("reasonOf() of an error of the program's own that is only named like ours is a crash", () => {
  for (const name of ["Exit", "CallError"]) {
    const error = new Error("Mine");
    error.name = name;
    assertEquals([errorOf(error).name, errorOf(error).message], [name, "Mine"]);
  }
});

Deno.test("reasonOf() of what is no error holds it", () => {
  for (const thrown of [undefined, null, 0, "text", false, { code: 1 }]) assertEquals(reasonOf(thrown), { thrown });
});

Deno.test("errorData() is plain: it goes through structuredClone unchanged, stack, cause and own fields included", () => {
  class Refused extends RangeError {
    override name = "Refused";
    code = 403;
    nested = new TypeError("Inner");
    retry = () => true;
  }
  const data = errorData(new Refused("No", { cause: new Error("Because", { cause: "of this" }) }));
  const clone = structuredClone(data);
  assertEquals(clone, { ...data });
  assertEquals([clone.name, clone.message], ["Refused", "No"]);
  assertStringIncludes(clone.stack, "exit_reason_test.ts");
  const { cause } = clone as { cause: { message: string; cause: unknown } };
  assertEquals([cause.message, cause.cause], ["Because", "of this"]);
  const fields = clone.data as { code: number; nested: { name: string }; retry: string };
  assertEquals([fields.code, fields.nested.name], [403, "TypeError"]);
  assertMatch(fields.retry, /=>\s*true/);
});

Deno.test("errorData() leaves out what is not there", () => {
  assertEquals(Object.keys(errorData(new Error("Plain"))), ["name", "message", "stack"]);
});

Deno.test("errorData() reads the stack only when somebody asks", () => {
  let read = 0;
  const error = new Error("Costly");
  Object.defineProperty(error, "stack", { get: () => `read ${++read}` });
  const data = errorData(error);
  assertEquals(read, 0);
  assertEquals(data.stack, "read 1");
});

Deno.test("reasonOf() of an AggregateError holds its errors", () => {
  const errors = errorOf(new AggregateError([new Error("One"), "two"], "Both")).data!.errors as unknown[];
  assertEquals([(errors[0] as Error).message, errors[1]], ["One", "two"]);
  structuredClone(errors);
});

Deno.test("reasonOf() of errors that are their own cause ends, and says whose", () => {
  const [one, two] = [new Error("One"), new Error("Two")];
  one.cause = two;
  two.cause = one;
  assertEquals((errorOf(one).cause as { cause: unknown }).cause, "Error: One");
  const self = Object.assign(new Error("Self"), { field: null as unknown });
  self.field = self;
  assertEquals(errorOf(self).data, { field: "Error: Self" });
  const aggregate = new AggregateError([], "All");
  aggregate.errors.push(aggregate);
  assertEquals(errorOf(aggregate).data, { errors: ["AggregateError: All"] });
});

Deno.test("reasonOf() of a chain of 10,000 causes is cut", () => {
  let error = new Error("0");
  for (let n = 1; n < 10_000; n++) error = new Error(`${n}`, { cause: error });
  let depth = 0;
  for (let each: unknown = errorOf(error); typeof each === "object"; each = (each as Error).cause) depth++;
  assert(depth > 1 && depth < 100, `${depth} deep`);
});

Deno.test("reasonOf() of a frozen error is as of any other", () => {
  assertEquals(errorOf(Object.freeze(new Error("Cold"))).message, "Cold");
});

Deno.test("reasonOf() never throws, whatever is thrown", () => {
  const getter = new Error("x");
  Object.defineProperty(getter, "message", {
    get() {
      throw new Error("And this");
    },
  });
  const revoked = Proxy.revocable(new Error("gone"), {});
  revoked.revoke();
  for (const thrown of [getter, revoked.proxy]) {
    assertEquals(errorOf(thrown), { name: "Error", message: "What was thrown cannot be read", stack: "" });
  }
  const odd = new Error("x");
  Object.defineProperties(odd, { name: { value: 5 }, message: { value: undefined }, stack: { value: 7 } });
  assertEquals({ ...errorOf(odd) }, { name: "5", message: "undefined", stack: "" });
});

Deno.test("isNormalExit() is true of normal, shutdown and { shutdown: x } alone", () => {
  for (const reason of ["normal", "shutdown", { shutdown: "x" }, { shutdown: undefined }]) assert(isNormalExit(reason));
  const others = ["kill", "killed", "noproc", "timeout", "boom", {}, { error: errorData(new Error()) }];
  for (const reason of others) assertFalse(isNormalExit(reason));
  for (const odd of [undefined, null, 5]) assertFalse(isNormalExit(odd as never));
});

Deno.test("formatReason() is one line for people", () => {
  assertEquals(formatReason("killed"), "killed");
  assertEquals(formatReason({ shutdown: "lunch" }), '{"shutdown":"lunch"}');
  assertEquals(formatReason(reasonOf(new TypeError("Not a number"))), "TypeError: Not a number");
  assertEquals(formatReason(reasonOf(new Error("Two\n  lines"))), "Error: Two lines");
  assertEquals(formatReason({ count: 5n, nothing: undefined }), '{"count":"5n","nothing":"undefined"}');
  assertEquals(formatReason({ thrown: undefined }), '{"thrown":"undefined"}');
  const nested = formatReason({ reason: reasonOf(new Error("Deep")), call: { kind: "add" } });
  assertEquals(nested, '{"reason":{"error":"Error: Deep"},"call":{"kind":"add"}}');
});

Deno.test("formatReason() takes what is no reason, and never throws", () => {
  const loop: { [key: string]: unknown } = {};
  loop.self = loop;
  assertEquals(formatReason(loop), "[object Object]");
  for (const odd of [undefined, null, 5, Symbol("s")]) assertEquals(formatReason(odd as never), String(odd));
  assertMatch(formatReason({ f: () => 1, s: Symbol("s") }), /=>\s*1.*Symbol\(s\)/);
  assertEquals(formatReason({ toJSON: () => undefined }), '"undefined"');
});
