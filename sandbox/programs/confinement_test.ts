import { assertEquals } from "@std/assert";
import { sendSignal } from "./confinement.ts";

Deno.test("sendSignal() ends a process, and says nothing of one that is gone", async () => {
  const child = new Deno.Command("sleep", { args: ["45"], stdin: "null", stdout: "null" }).spawn();
  sendSignal(child.pid, "SIGTERM");
  assertEquals((await child.status).signal, "SIGTERM");
  sendSignal(child.pid, "SIGTERM");
});
