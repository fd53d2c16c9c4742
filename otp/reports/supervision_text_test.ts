import { assertEquals } from "@std/assert";
import type { SupervisionReport } from "../processes/reporter.ts";
import { formatSupervision } from "./supervision_text.ts";

const say = (event: SupervisionReport["event"], name?: string) =>
  formatSupervision({ pid: "<0.2.0>", name, module: "Tree", event, wallTime: 0 });
const at = { pid: "<0.2.0>", child: "a" } as const;

Deno.test("formatSupervision() says what a supervisor did, on one line", () => {
  const restarted = { type: "child.restarted", ...at, childPid: "<0.9.0>", restarts: 2 } as const;
  assertEquals([
    say({ type: "child.started", ...at, childPid: "<0.3.0>" }, "tree"),
    say({ type: "child.started", ...at, childPid: undefined }),
    say({ ...restarted, oldPid: "<0.3.0>", reason: { token: "t" }, cause: "a" }),
    say({ ...restarted, oldPid: undefined, reason: "boom", cause: "b" }),
    say({ type: "child.failed", ...at, reason: "noproc" }),
    say({ type: "child.stopped", ...at, childPid: "<0.3.0>", reason: "boom", removed: true }),
    say({ type: "child.stopped", ...at, childPid: undefined, reason: "boom", removed: true }),
    say({ type: "supervisor.gave_up", ...at, maxRestarts: 3, maxSeconds: 5 }),
  ], [
    'Tree <0.2.0> (tree) started child "a" as <0.3.0>',
    'Tree <0.2.0> started child "a" as no process',
    'Tree <0.2.0> restarted child "a" as <0.9.0>, which was <0.3.0>; restart 2, after: {"token":"[redacted]"}',
    'Tree <0.2.0> restarted child "a" with "b" as <0.9.0>; restart 2, after: boom',
    'Tree <0.2.0> could not restart child "a" and tries again: noproc',
    'Tree <0.2.0> lost child "a" (<0.3.0>) for good: boom',
    'Tree <0.2.0> lost child "a" for good: boom',
    'Tree <0.2.0> gives up: child "a" died once more after 3 restarts within 5 s',
  ]);
});
