import { assertEquals } from "@std/assert";
import type { Restart, Strategy } from "@superlearner/otp";
import { restartPlan } from "./restart_plan.ts";

const child = (id: string, restart: Restart = "permanent", alive = true) => ({ id, restart, alive });
const THREE = [child("a"), child("b"), child("c")];

Deno.test("restartPlan: who is restarted by each strategy", () => {
  const plan = (strategy: Strategy) => restartPlan(strategy, { children: THREE, died: "b", crashed: true }).restarted;
  assertEquals(plan("one_for_one"), ["b"]);
  assertEquals(plan("one_for_all"), ["a", "b", "c"]);
  assertEquals(plan("rest_for_one"), ["b", "c"]);
});

Deno.test("case 9: temporary and transient children, of their own end and of a sibling's", () => {
  const of = (died: string, crashed: boolean) =>
    restartPlan("one_for_all", {
      children: [child("p"), child("t", "temporary"), child("x", "transient"), child("off", "transient", false)],
      died,
      crashed,
    });
  assertEquals(of("t", true), { restarted: [], gone: ["t"] });
  assertEquals(of("x", false), { restarted: [], gone: ["x"] });
  assertEquals(of("x", true), { restarted: ["p", "x", "off"], gone: ["t"] });
  assertEquals(of("p", false), { restarted: ["p", "x", "off"], gone: ["t"] });
});
