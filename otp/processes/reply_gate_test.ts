import { assertEquals, assertThrows } from "@std/assert";
import { Simulation } from "../simulation/simulation.ts";
import { CallEnvelope } from "./envelope.ts";
import { runtimeOf } from "./host.ts";
import { HeldReplies } from "./reply_gate.ts";

Deno.test("HeldReplies settles a call at once, and gives its answer when it is released", async () => {
  await using simulation = new Simulation();
  const runtime = runtimeOf(simulation.system);
  const answers: unknown[] = [];
  const calls = [1, 2].map(() => {
    const call = new CallEnvelope("ask", undefined, { caller: null, server: "server", timeoutMs: 5000 });
    call.resolve = (reply) => void answers.push(reply);
    runtime.timers.add(call, call.timeoutMs);
    return call;
  });
  const held = new HeldReplies(runtime);
  calls.forEach((call, i) => held.take(call, `answer ${i}`));
  assertEquals(calls.map(({ settled, replied }) => [settled, replied]), [[true, true], [true, true]]);
  assertEquals([runtime.timers.size, answers], [0, []]);
  held.release();
  held.release();
  assertEquals(answers, ["answer 0", "answer 1"]);
});

Deno.test("HeldReplies gives nothing to a caller that has died meanwhile", async () => {
  await using simulation = new Simulation();
  const runtime = runtimeOf(simulation.system);
  const caller = runtime.find(simulation.system.attach().pid)!;
  const answers: unknown[] = [];
  const call = new CallEnvelope("ask", undefined, { caller, server: "server", timeoutMs: 5000 });
  call.resolve = (reply) => void answers.push(reply);
  const held = new HeldReplies(runtime);
  held.take(call, "late");
  runtime.die(caller, "boom");
  held.release();
  assertEquals([answers, call.settled], [[], true]);
});

Deno.test("HeldReplies.release() goes on where it was stopped, and keeps nothing of what it gave", async () => {
  await using simulation = new Simulation();
  const runtime = runtimeOf(simulation.system);
  const held = new HeldReplies(runtime);
  for (let round = 0; round < 3; round++) {
    const answers: unknown[] = [];
    for (let i = 0; i < 3; i++) {
      const call = new CallEnvelope("ask", undefined, { caller: null, server: "server", timeoutMs: 5000 });
      let stops = i === 1 ? 1 : 0;
      call.resolve = (reply) => {
        if (stops-- > 0) throw new Error("stopped");
        answers.push(reply);
      };
      held.take(call, `${round}.${i}`);
    }
    assertThrows(() => held.release(), Error, "stopped");
    assertEquals(answers, [`${round}.0`]);
    held.release();
    assertEquals(answers, [`${round}.0`, `${round}.1`, `${round}.2`]);
  }
});
