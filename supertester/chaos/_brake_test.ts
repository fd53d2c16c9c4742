import { assertEquals } from "@std/assert";
import { processInfo } from "@superlearner/otp";
import { isolated } from "../isolation/isolated.ts";
import { holdProcess } from "./_brake.ts";

Deno.test(
  "holdProcess: held until the last has let go, whoever lets go twice",
  isolated((t) => {
    const { pid } = t.attach();
    const status = () => processInfo(t.system, pid)?.status;
    const before = status();
    const [one, other] = [holdProcess(t.system, pid), holdProcess(t.system, pid)];
    one[Symbol.dispose]();
    one[Symbol.dispose]();
    assertEquals(status(), "suspended");
    other[Symbol.dispose]();
    assertEquals(status(), before);
    const last = holdProcess(t.system, pid);
    t.system.exit(pid, "kill");
    last[Symbol.dispose]();
  }),
);
