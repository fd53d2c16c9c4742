import { assertEquals } from "@std/assert";
import {
  judgeHeap,
  judgeMailbox,
  judgeOverload,
  judgeSupervisor,
  judgeWorkers,
  type SupervisorHealthFacts,
  worst,
} from "./health.ts";

const child = (id: string, status = "waiting", restart = "permanent", mailbox = 0) => ({
  id,
  status,
  restart,
  mailbox,
});
const facts: SupervisorHealthFacts = {
  name: "top",
  status: "waiting",
  mailbox: 0,
  maxRestarts: 4,
  maxSeconds: 5,
  recentRestarts: 0,
  children: [child("a"), child("b")],
};
const judge = (change: Partial<SupervisorHealthFacts>) =>
  judgeSupervisor({ ...facts, ...change }).map(({ severity, code, subject }) => `${severity} ${code} ${subject}`);

Deno.test("case 21: judgeSupervisor() finds nothing where all is well, or where there are no children", () => {
  assertEquals([judge({}), judge({ children: [] })], [[], []]);
});

Deno.test("judgeSupervisor() finds children that are down, and takes all of them down for critical", () => {
  assertEquals(judge({ children: [child("a", "stopped"), child("b")] }), ["degraded child_down top/a"]);
  assertEquals(judge({ children: [child("a", "stopped")] }), ["critical child_down top/a"]);
  assertEquals(judge({ children: [child("a", "restarting"), child("b")] }), ["degraded child_restarting top/a"]);
  assertEquals(judge({ children: [child("a", "stopped", "transient"), child("b")] }), []);
});

Deno.test("judgeSupervisor() finds restarts before they are too many", () => {
  assertEquals([1, 2, 3, 4].map((recentRestarts) => judge({ recentRestarts })), [
    [],
    ["degraded restart_intensity top"],
    ["degraded restart_intensity top"],
    ["critical restart_intensity top"],
  ]);
  assertEquals(judge({ maxRestarts: 0 }), []);
});

Deno.test("judgeSupervisor() finds full mailboxes, and a supervisor that was suspended", () => {
  assertEquals(judge({ children: [child("a", "waiting", "permanent", 1000)] }), ["degraded mailbox top/a"]);
  assertEquals(judge({ mailbox: 10_000, status: "suspended" }), ["critical suspended top", "critical mailbox top"]);
});

Deno.test("judgeMailbox() and judgeHeap() have thresholds that can be set", () => {
  assertEquals(judgeMailbox({ subject: "x", mailbox: 5 }, { mailbox: 5 })[0]?.message, "5 messages wait");
  assertEquals(judgeHeap({ used: 79, limit: 100 }), []);
  assertEquals(judgeHeap({ used: 80, limit: 100 })[0]?.message, "80 % of the heap's limit are in use");
  assertEquals(judgeHeap({ used: 96, limit: 100 })[0]?.severity, "critical");
  assertEquals(judgeHeap({ used: 10, limit: 0 }), []);
});

Deno.test("judgeOverload() and judgeWorkers() say what it costs", () => {
  assertEquals(judgeOverload({ subject: "x", mailbox: 2, most: 3, dropped: 7 }), [{
    severity: "degraded",
    code: "overload",
    subject: "x",
    message: "is overloaded: 2 of 3 messages wait, 7 were dropped or rejected so far",
  }]);
  assertEquals([0, 1, 2].map((count) => judgeWorkers(count).map(({ code, message }) => [code, message.slice(0, 9)])), [
    [],
    [["worker_unstoppable", "1 worker "]],
    [["worker_unstoppable", "2 workers"]],
  ]);
});

Deno.test("worst() is critical before degraded before healthy", () => {
  const finding = (severity: "degraded" | "critical") => ({ severity, code: "c", subject: "s", message: "m" });
  assertEquals([worst([]), worst([finding("degraded")]), worst([finding("degraded"), finding("critical")])], [
    "healthy",
    "degraded",
    "critical",
  ]);
});
