import { assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { checkArgs, checkKnown, checkName } from "./check_asked.ts";
import { Submission } from "./submission.ts";
import { SubmittedProcess } from "./submitted_process.ts";

Deno.test("what is right is given back, and what is not is refused", () => {
  const options: { readonly a?: number } = { a: 1 };
  assertStrictEquals(checkKnown(options, { a: true }), options);
  assertEquals([checkName("a function", "f"), checkArgs([1])], ["f", [1]]);
  for (const none of [null, undefined, 5, "x", []]) {
    assertThrows(() => checkKnown<unknown>(none, {}), ArgumentError, "the options are an object");
  }
  assertThrows(() => checkKnown({ b: 1 } as typeof options, { a: true }), ArgumentError, "an option is one of a, got");
  for (const none of [null, undefined, 5, ""] as never[]) {
    assertThrows(() => checkName("a function", none), ArgumentError, "a function has a name");
  }
  for (const none of [null, 5, "x", {}] as never[]) {
    assertThrows(() => checkArgs(none), ArgumentError, "args is a list");
  }
});

Deno.test("Submission and SubmittedProcess refuse what nobody can be asked, and nobody is", async () => {
  let asked = 0;
  const ask = () => Promise.resolve(++asked);
  const submission = new Submission(ask);
  const process = new SubmittedProcess(ask, "<0.1.0>");
  const refused = (attempt: () => Promise<unknown>, rule: string) => assertRejects(attempt, ArgumentError, rule);
  for (const none of [null, undefined, 5, ""] as never[]) {
    await refused(() => submission.call(none), "a function has a name");
    await refused(() => submission.value(none), "a value has a name");
    await refused(() => submission.start(none), "a definition has a name");
    await refused(() => submission.whereis(none), "a process has a name");
    await refused(() => process.call(none), "a call has a name");
    await refused(() => process.cast(none), "a cast has a name");
  }
  for (const none of [null, 5, "x", {}] as never[]) {
    await refused(() => submission.call("f", none), "args is a list");
    await refused(() => submission.start("D", { args: none }), "args is a list");
  }
  for (const none of [null, 5, "x", []] as never[]) {
    await refused(() => submission.start("D", none), "the options are an object");
    await refused(() => process.call("get", 1, none), "the options are an object");
  }
  await refused(() => submission.start("D", { nmae: "d" } as never), "an option is one of args, name");
  await refused(() => submission.start("D", { name: 5 as never }), "a process has a name");
  await refused(() => process.call("get", 1, { timeout: 5 } as never), "an option is one of timeoutMs");
  for (const timeoutMs of [null, "5", NaN, -1] as never[]) {
    await refused(() => process.call("get", 1, { timeoutMs }), "timeoutMs is a number from 0 up");
  }
  assertEquals(asked, 0);
});
