import { assertEquals, assertInstanceOf } from "@std/assert";
import { Simulation } from "../simulation/simulation.ts";
import { CALL, CallEnvelope, CAST, Envelope, EXIT, FORM, INFO, SYSTEM } from "./envelope.ts";
import { CallError } from "./errors.ts";
import { runtimeOf } from "./host.ts";

function callOf(caller: CallEnvelope["caller"] = null): { call: CallEnvelope; answers: unknown[] } {
  const call = new CallEnvelope("add", 5, { caller, server: "counter", timeoutMs: 100 });
  const answers: unknown[] = [];
  call.resolve = (reply) => answers.push(reply);
  call.reject = (error) => answers.push(error);
  return { call, answers };
}

Deno.test("FORM names every kind of envelope", () => {
  assertEquals([INFO, CAST, CALL, EXIT, SYSTEM].map((type) => FORM[type]), ["info", "cast", "call", "exit", "info"]);
});

Deno.test("Envelope carries type, kind and payload, and no successor yet", () => {
  const envelope = new Envelope(CAST, "add", 5);
  assertEquals([envelope.type, envelope.kind, envelope.payload, envelope.next], [CAST, "add", 5, null]);
});

Deno.test("CallEnvelope fails once, with the reason and the call", () => {
  const { call, answers } = callOf();
  call.fail("noproc");
  call.fail("boom");
  call.expire();
  assertEquals(answers.length, 1);
  assertInstanceOf(answers[0], CallError);
  assertEquals(answers[0].reason, "noproc");
  assertEquals(answers[0].call, { server: "counter", kind: "add", timeoutMs: 100 });
});

Deno.test("CallEnvelope expires with timeout, unless it has its answer", () => {
  const { call, answers } = callOf();
  call.expire();
  assertEquals((answers[0] as CallError).reason, "timeout");
  const answered = callOf();
  answered.call.settled = true;
  answered.call.expire();
  assertEquals(answered.answers, []);
});

Deno.test("case 30: the call of a process that has died is never answered, and is over all the same", async () => {
  await using simulation = new Simulation();
  const me = simulation.system.attach();
  const { call, answers } = callOf(runtimeOf(me).processes.get(me.pid)!);
  assertEquals(call.awaited, true);
  simulation.system.exit(me.pid, "boom");
  assertEquals(call.awaited, false);
  call.fail("timeout");
  assertEquals([answers, call.settled], [[], true]);
});
