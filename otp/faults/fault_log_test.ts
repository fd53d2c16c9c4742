import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "../processes/errors.ts";
import { type Fault, FaultLog, formatFaults, parseFaults } from "./fault_log.ts";

const FAULTS: Fault[] = [
  { kind: "loss", scope: "messages", at: 3 },
  { kind: "delay", scope: "messages", at: 7, ms: 250.5 },
  { kind: "duplicate", scope: "messages", at: 7, ms: 0 },
  { kind: "reorder", scope: "network", at: 8, ms: 1 },
  { kind: "partition", scope: "network", at: 12 },
  { kind: "partition", scope: "network", at: 13 },
  { kind: "partition", scope: "network", at: 14 },
  { kind: "crash", scope: "turns", at: 15 },
  { kind: "slow", scope: "turns", at: 16, ms: 20 },
  { kind: "clock", scope: "alarms", at: 1, ms: -3000 },
];

Deno.test("formatFaults() prints one short line, and parseFaults() reads it", () => {
  const text = formatFaults(FAULTS);
  assertEquals(text, "3l,7d250.5,7u0,8R1,12-14P,15c,16s20,1j-3000");
  assertEquals(parseFaults(text), FAULTS);
  assertEquals([formatFaults([]), parseFaults("")], ["", []]);
});

Deno.test("formatFaults() does not join what does not follow, or is of another kind", () => {
  const loss = (at: number, scope: "messages" | "network" = "messages"): Fault => ({ kind: "loss", scope, at });
  assertEquals(formatFaults([loss(1), loss(3), loss(4, "network"), loss(5, "network")]), "1l,3l,4-5L");
});

Deno.test("parseFaults() refuses what is none", () => {
  for (const text of ["3", "l", "0l", "3x", "3l5", "7d", "7d-1", "1-2d5", "3l,", ",", "3l 4l", "1e3l", "3p"]) {
    assertThrows(
      () => parseFaults(text),
      ArgumentError,
      'Cannot read faults: one is written like "3l" or "7d250", got "',
    );
  }
  for (const text of ["5-4l", "1-99999999l"]) {
    assertThrows(() => parseFaults(text), ArgumentError, "a range rises, by a million at most, got ");
  }
});

Deno.test("FaultLog writes down what is decided", () => {
  const log = new FaultLog();
  assertEquals(log.at("turns", 4, () => [{ kind: "slow", ms: 5 }]), [{ kind: "slow", scope: "turns", at: 4, ms: 5 }]);
  log.at("turns", 5, () => []);
  assertEquals([log.injected.length, log.replays], [1, false]);
});

Deno.test("FaultLog holds the faults of a run before, and then decides nothing", () => {
  const log = new FaultLog(FAULTS);
  const never = () => {
    throw new Error("Nothing is decided");
  };
  assertEquals(log.at("messages", 7, never), FAULTS.slice(1, 3));
  assertEquals([log.at("messages", 8, never), log.at("turns", 15, never)], [[], FAULTS.slice(7, 8)]);
  assertEquals([log.injected, log.replays], [[...FAULTS.slice(1, 3), FAULTS[7]!], true]);
});
