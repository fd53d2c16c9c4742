import type { Pid } from "@superlearner/otp";
import type { Inspection } from "../sources/source.ts";

/** What is known of a process that does nothing. */
export function inspection(pid: Pid, state: string = "{}"): Inspection {
  return {
    info: {
      pid,
      name: "anna",
      status: "waiting",
      behaviour: "GenServer",
      module: "Clerk",
      parent: "<0.1.0>",
      ancestors: ["office"],
      startedAt: 0,
      uptimeMs: 65_000,
      mailboxLength: 0,
      maxMailbox: undefined,
      dropped: 0,
      overloaded: false,
      handled: 3,
      busyMs: 1.5,
      memory: 400,
      estimated: true,
      links: ["<0.1.0>"],
      monitors: [],
      monitoredBy: [],
      trapExit: false,
      traced: false,
      timers: 0,
      calls: [],
      casts: [],
    },
    currentMessage: undefined,
    exitReason: undefined,
    state,
  };
}
