import { assertEquals } from "@std/assert";
import { FakeSource } from "../testdata/fake_source.ts";
import { pid, worker } from "../testdata/nodes.ts";
import { CommandsModel } from "./commands_model.ts";

Deno.test("CommandsModel - kills the process that was there when the question came up, not the next one", async () => {
  const source = new FakeSource();
  const commands = new CommandsModel(source);
  commands.askKill(worker("office/anna", 2));
  assertEquals(commands.asking.value, { place: "office/anna", pid: pid(2) });
  await commands.answerKill(true);
  assertEquals([source.asked, commands.asking.value, commands.result.value], [
    ["kill <0.2.0>"],
    undefined,
    { text: "Killed <0.2.0>", failed: false },
  ]);
});

Deno.test("CommandsModel - a no, and a place without a process, do nothing", async () => {
  const source = new FakeSource();
  const commands = new CommandsModel(source);
  commands.askKill(worker("office/anna", 2));
  await commands.answerKill(false);
  commands.askKill(worker("office/anna", 2, { pid: undefined }));
  await commands.answerKill(true);
  await commands.hold(worker("office/anna", 2, { pid: undefined }));
  await commands.spin(worker("office/anna", 2, { pid: undefined }));
  assertEquals(source.asked, []);
});

Deno.test("CommandsModel - suspends, resumes, spins, restarts, and says what went wrong", async () => {
  const source = new FakeSource();
  const commands = new CommandsModel(source);
  await commands.hold(worker("office/anna", 2));
  await commands.hold(worker("office/anna", 2, { status: "suspended" }));
  await commands.spin(worker("office/anna", 2));
  assertEquals(commands.result.value, { text: "Told anna to spin", failed: false });
  source.problem = "it is protected";
  await commands.restart(worker("office/anna", 2));
  assertEquals(source.asked, [
    "suspend <0.2.0>",
    "resume <0.2.0>",
    "cast spin to <0.2.0>",
    "restart office/anna",
  ]);
  assertEquals(commands.result.value, { text: "it is protected", failed: true });
});
