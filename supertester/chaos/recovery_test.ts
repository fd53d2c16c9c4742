import { assertEquals } from "@std/assert";
import { GenServer } from "@superlearner/otp";
import { isolated } from "../isolation/isolated.ts";
import { recovery } from "./recovery.ts";

const Worker = GenServer.define({ name: "Worker", init: () => 0 });

Deno.test(
  "recovery: nothing in the way, or what is in the end; a dead pid at once",
  isolated(async (t) => {
    const worker = await t.start(Worker);
    assertEquals(await recovery(worker, { timeoutMs: 10 }), undefined);
    assertEquals(await recovery(worker, { timeoutMs: 10, recovered: () => true }), undefined);
    const cause = new Error("no");
    assertEquals(await recovery(worker, { timeoutMs: 10, recovered: () => Promise.reject(cause) }), {
      reason: "recovered() threw Error: no",
      cause,
    });
    assertEquals(t.system.now(), 10);
    t.system.exit(worker.pid!, "kill");
    const reason = "it is dead, and its pid is of nobody else";
    assertEquals(await recovery(worker, { timeoutMs: 10, recovered: () => true }), { reason });
    assertEquals(t.system.now(), 10);
  }, { clock: "virtual" }),
);

Deno.test(
  "recovery: who is dead has not recovered, whatever the criterion says",
  isolated(async (t) => {
    const named = t.ref("nobody");
    assertEquals(await recovery(named, { timeoutMs: 10, recovered: () => true }), { reason: "it is dead" });
  }, { clock: "virtual" }),
);
