import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError, GenServer, System } from "@superlearner/otp";
import { castAndSync } from "../waiting/sync.ts";
import { record } from "./record.ts";
import { readRecording, type RecordedLine } from "./recording.ts";

const Vault = GenServer.define({
  name: "Vault",
  init: () => ({ password: "hunter2", opened: 0 }),
  casts: { open: (state, _with: { password: string }) => ({ ...state, opened: state.opened + 1 }) },
});
const types = (lines: readonly RecordedLine[]) => lines.map(({ type }) => type);

Deno.test("record: servers at work, those that come later as well, and nobody else", async () => {
  await using system = new System();
  system.spawn(async (self) => void await self.receive(), { name: "reader" });
  const recorder = record(system);
  assertEquals(types(readRecording(recorder.stop())), ["recording"]);
  const again = record(system);
  const vault = await system.start(Vault);
  system.send("reader", "hello");
  await castAndSync(vault, "open", { payload: { password: "hunter2" } });
  assertEquals(again.lines, 4);
  const lines = readRecording(again.stop());
  assertEquals(types(lines), ["recording", "server", "in", "state"]);
  assertEquals(lines[1]?.type === "server" && lines[1].key, "Vault#1");
  await castAndSync(vault, "open", { payload: { password: "hunter2" } });
  assertEquals(again.lines, 4);
});

Deno.test("record: secrets are not written, unless that is asked for", async () => {
  const recorded = async (redaction?: false) => {
    await using system = new System();
    const vault = await system.start(Vault);
    const recorder = record(system, redaction === undefined ? {} : { redaction });
    await castAndSync(vault, "open", { payload: { password: "hunter2" } });
    return recorder.stop();
  };
  assertEquals([(await recorded()).includes("hunter2"), (await recorded(false)).includes("hunter2")], [false, true]);
});

Deno.test("record: each line as it comes, and only who is asked for", async () => {
  await using system = new System();
  const lines: string[] = [];
  const recorder = record(system, { only: ["wanted"], write: (line) => lines.push(line) });
  const wanted = await system.start(Vault, { name: "wanted" });
  const other = await system.start(Vault, { name: "other" });
  for (const vault of [wanted, other]) await castAndSync(vault, "open", { payload: { password: "x" } });
  assertEquals([recorder.stop(), types(readRecording(lines.join("")))], ["", ["recording", "server", "in", "state"]]);
  assertThrows(() => record(system, { only: "a" as unknown as string[] }), ArgumentError, "only is a list of names");
});
