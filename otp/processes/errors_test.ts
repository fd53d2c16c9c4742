import { assertEquals, assertInstanceOf } from "@std/assert";
import { ArgumentError, CallError, Exit, NoProcessError, StartError } from "./errors.ts";

const call = { server: "counter", kind: "add", timeoutMs: 5000 };

Deno.test("ArgumentError says action, rule and value", () => {
  const error = new ArgumentError("start a timer", { rule: "delayMs is from 0 up", value: -1 });
  assertInstanceOf(error, TypeError);
  assertEquals(error.message, "Cannot start a timer: delayMs is from 0 up, got -1");
  assertEquals([error.name, error.action, error.rule], ["ArgumentError", "start a timer", "delayMs is from 0 up"]);
  assertEquals(error.value, -1);
});

Deno.test("ArgumentError shows a value of any kind, and none where none is given", () => {
  const messageOf = (value: unknown) =>
    new ArgumentError("x", { rule: "y", value }).message.slice("Cannot x: y, got ".length);
  const loop: { self?: unknown } = {};
  loop.self = loop;
  const cases: [unknown, string][] = [
    ["text", '"text"'],
    [undefined, "undefined"],
    [null, "null"],
    [NaN, "NaN"],
    [5n, "5"],
    [Symbol("s"), "Symbol(s)"],
    [{ a: [1] }, '{"a":[1]}'],
    [function named() {}, "function named"],
    [(() => () => {})(), "a function"],
    [loop, "[object Object]"],
    [{ toJSON: () => undefined }, "[object Object]"],
  ];
  for (const [value, text] of cases) assertEquals(messageOf(value), text);
  assertEquals(messageOf({ long: "x".repeat(500) }).length, 121);
  assertEquals(new ArgumentError("x", { rule: "y" }).message, "Cannot x: y");
});

Deno.test("Exit says its reason", () => {
  const exit = new Exit({ shutdown: "lunch" });
  assertEquals(exit.message, 'Exit with reason {"shutdown":"lunch"}');
  assertEquals([exit.name, exit.reason], ["Exit", { shutdown: "lunch" }]);
});

Deno.test("CallError says what was asked of whom and why there is no reply", () => {
  const cases = {
    noproc: "no process is alive under that pid or name",
    timeout: "no reply within 5000 ms",
    calling_self: "a server that waits for itself would wait for ever",
    boom: "the server exited with boom",
  };
  for (const [reason, text] of Object.entries(cases)) {
    const error = new CallError(reason, call);
    assertEquals(error.message, `Cannot call "add" of counter: ${text}`);
    assertEquals([error.name, error.reason, error.call], ["CallError", reason, call]);
  }
});

Deno.test("StartError says what was to be started and why it was not", () => {
  const error = new StartError("Counter", { already_started: "<0.1.0>" });
  assertEquals(error.message, 'Cannot start Counter: {"already_started":"<0.1.0>"}');
  assertEquals([error.name, error.reason], ["StartError", { already_started: "<0.1.0>" }]);
});

Deno.test("NoProcessError says what was attempted and on whom", () => {
  const error = new NoProcessError("send to", "nobody");
  assertEquals(error.message, "Cannot send to nobody: no process is alive under that pid or name");
  assertEquals([error.name, error.process], ["NoProcessError", "nobody"]);
});
