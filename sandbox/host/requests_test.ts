import { assertEquals, assertRejects } from "@std/assert";
import { Simulation } from "@superlearner/otp/simulation";
import { SandboxError } from "../limits/sandbox_error.ts";
import { Requests } from "./requests.ts";

const options = { action: "ask", what: "it", timeoutMs: 100 };

Deno.test("Requests: an answer gets to who asked; one that is doubled, late or forged to nobody", async () => {
  await using simulation = new Simulation();
  const requests = new Requests(simulation.system.clock);
  const ids: number[] = [];
  const one = requests.ask(options, (id) => ids.push(id));
  const other = requests.ask({ ...options, timeoutMs: Infinity }, (id) => ids.push(id));
  requests.answer(ids[1], "other");
  for (const id of [ids[1], 99, "x", null]) requests.answer(id, "forged");
  requests.answer(ids[0], "one");
  assertEquals([await one, await other, requests.size], ["one", "other", 0]);
});

Deno.test("Requests: what takes too long is an error, of the caller's choice", async () => {
  await using simulation = new Simulation();
  const requests = new Requests(simulation.system.clock);
  const own = new SandboxError("ask", { kind: "crashed", exit: "own" });
  const late = assertRejects(() => requests.ask(options, () => {}), SandboxError, "it took more than 100 ms");
  const chosen = requests.ask({ ...options, late: () => own }, () => {}).catch((error: unknown) => error);
  await simulation.advance(100);
  await late;
  assertEquals([await chosen, requests.size], [own, 0]);
});

Deno.test("Requests: all fail when nothing will come, and one alone that could not be said", async () => {
  await using simulation = new Simulation();
  const requests = new Requests(simulation.system.clock);
  const waiting = requests.ask(options, () => {}).catch((error: unknown) => error);
  const unsaid = requests.ask(options, () => {
    throw new RangeError("Too long");
  });
  await assertRejects(() => unsaid, RangeError);
  requests.failAll((action) => action);
  assertEquals([await waiting, requests.size], ["ask", 0]);
});
