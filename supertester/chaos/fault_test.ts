import { assertEquals } from "@std/assert";
import { isolated } from "../isolation/isolated.ts";
import { faultOf } from "./fault.ts";
import { listenToChaos } from "./_signals.ts";

Deno.test(
  "faultOf: is taken off once, counts on, and both is told",
  isolated((t) => {
    const told: unknown[] = [];
    using _listening = listenToChaos(t.system, (each) => told.push(each));
    let [struck, off] = [0, 0];
    const fault = faultOf({ systems: [t.system], reason: "drop", struck: () => struck, off: () => void off++ });
    {
      using same = fault;
      struck = 3;
      assertEquals([same.struck, off, told], [3, 0, [{ event: "fault", pid: "<0.0.0>", reason: "drop" }]]);
      fault.heal();
    }
    fault[Symbol.dispose]();
    assertEquals([off, told.slice(1)], [1, [{ event: "heal", pid: "<0.0.0>", reason: "drop" }]]);
  }),
);
