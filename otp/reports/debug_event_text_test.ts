import { assertEquals } from "@std/assert";
import type { DebugEvent } from "../processes/debug.ts";
import { formatLogEntry } from "./debug_event_text.ts";

const say = (event: DebugEvent) => formatLogEntry({ time: 5, event });

Deno.test("formatLogEntry() is one line, bounded and without secrets", () => {
  assertEquals([
    say({ type: "in", form: "cast", kind: "login", message: { password: "p", name: "ada" }, from: "<0.9.0>" }),
    say({ type: "in", form: "info", message: "a\nb" }),
    say({ type: "out", form: "info", message: 1, to: "<0.9.0>" }),
    say({ type: "reply", kind: "get", reply: 1n, to: "<0.9.0>" }),
    say({ type: "reply", kind: "get", reply: 2 }),
  ], [
    '5 ms: got cast "login" {"password":"[redacted]","name":"ada"} from <0.9.0>',
    '5 ms: got info "a\\nb"',
    "5 ms: sent info 1 to <0.9.0>",
    '5 ms: replied {"$bigint":"1"} to "get" of <0.9.0>',
    '5 ms: replied 2 to "get"',
  ]);
  assertEquals(say({ type: "state", state: "x".repeat(100_000) }).length < 1000, true);
});
