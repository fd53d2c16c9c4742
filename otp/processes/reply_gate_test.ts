import { assertEquals } from "@std/assert";
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
