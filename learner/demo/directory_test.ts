import { assertEquals } from "@std/assert";
import { chat } from "../testdata/chat.ts";
import { Directory } from "./directory.ts";

Deno.test("Directory - knows the rooms that are open, also after one was started again", async () => {
  await using simulation = await chat();
  const directory = simulation.system.whereis(Directory, "directory");
  assertEquals((await directory.call("rooms")).toSorted(), ["lobby", "music", "random"]);
  simulation.system.exit("room:music", "kill");
  await simulation.settle();
  assertEquals((await directory.call("rooms")).toSorted(), ["lobby", "music", "random"]);
});

Deno.test("Directory - forgets a room that is gone for good", async () => {
  await using simulation = await chat();
  const { system } = simulation;
  const directory = system.whereis(Directory, "directory");
  const guest = system.spawn(() => new Promise(() => {}), { name: "guest" });
  directory.cast("opened", { pid: guest, name: "cellar" });
  assertEquals((await directory.call("rooms")).length, 4);
  system.exit(guest, "kill");
  await simulation.settle();
  assertEquals((await directory.call("rooms")).includes("cellar"), false);
});
