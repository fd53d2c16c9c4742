import { assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { refuseChild } from "./refuse_child.ts";

Deno.test("refuseChild() refuses what is its supervisor's to do, and names the sandbox", () => {
  refuseChild("stop", { name: "guest", isChild: false });
  const refused = () => refuseChild("stop", { name: "guest", isChild: true });
  assertThrows(refused, ArgumentError, "Cannot stop guest: a supervisor's child is started");
});
