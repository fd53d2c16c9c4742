import { assertEquals, assertThrows } from "@std/assert";
import { checkProgramSignal, PROGRAM_SIGNALS } from "./program_signals.ts";

Deno.test("checkProgramSignal() gives back those that there are", () => {
  assertEquals(PROGRAM_SIGNALS.map(checkProgramSignal), [...PROGRAM_SIGNALS]);
  for (const other of ["SIGNOPE", "", 9, null, ["SIGTERM"]]) {
    assertThrows(() => checkProgramSignal(other), TypeError, "A signal is one of SIGTERM, SIGKILL");
  }
});
