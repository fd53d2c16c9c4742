import { assertEquals } from "@std/assert";
import { isolated } from "../isolation/isolated.ts";
import { type FaultNote, listenToChaos, type Strike, strike, tellFailure, tellFault } from "./_signals.ts";

Deno.test(
  "strike, tellFailure, tellFault: every listener of the System hears, before the process is dead",
  isolated((t) => {
    const me = t.attach();
    const heard: [Strike | FaultNote, boolean][] = [];
    {
      using _one = listenToChaos(t.system, (each) => heard.push([each, t.system.isAlive(me.pid)]));
      tellFault(t.system, { event: "fault", pid: me.pid, reason: "pause" });
      tellFailure(t.system, { pid: me.pid, text: "Error: no" });
      strike(t.system, { pid: me.pid, reason: "kill" });
    }
    strike(t.system, { pid: me.pid, reason: "kill" });
    assertEquals(heard, [
      [{ event: "fault", pid: me.pid, reason: "pause" }, true],
      [{ pid: me.pid, text: "Error: no", sent: false }, true],
      [{ pid: me.pid, text: "killed", sent: true }, true],
    ]);
    assertEquals(t.system.isAlive(me.pid), false);
  }),
);
