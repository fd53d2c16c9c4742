import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { makeCommand } from "./guest_command.ts";

/** What a command asks of a host that answers like this. */
function commandOf(answers: Record<string, unknown[]>) {
  const asked: unknown[] = [];
  const Command = makeCommand((capability, args) => {
    asked.push([capability, ...args]);
    const answer = answers[capability]?.shift();
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  });
  type Made = InstanceType<typeof Command> & { output(): Promise<unknown>; spawn(): Deno.ChildProcess };
  return { asked, make: (...args: ConstructorParameters<typeof Command>) => new Command(...args) as Made };
}

const ENDED = { success: true, code: 0, signal: null };

Deno.test("Command.output() asks for the program whole, once, by its words as texts", async () => {
  const ended = { ...ENDED, stdout: new Uint8Array([1]), stderr: new Uint8Array() };
  const { asked, make } = commandOf({ runProgram: [ended, ended] });
  const command = make("tool", { args: [1, "b"], env: { A: 1 }, uid: 0, stderr: "null" });
  assertEquals(await command.output(), { ...ENDED, stdout: new Uint8Array([1]) });
  const options = { args: ["1", "b"], env: { A: "1" }, clearEnv: false, stdout: "piped", stderr: "null" };
  assertEquals(asked, [["runProgram", "tool", options]]);
  assertEquals(await make("tool").output(), ended);
  assertThrows(() => (command as unknown as { outputSync(): void }).outputSync(), TypeError, "await output()");
});

Deno.test("Command.spawn(): streams are there where they were asked for, and read once", async () => {
  const { asked, make } = commandOf({
    startProgram: [7],
    programStatus: [ENDED],
    readProgram: [new Uint8Array([104]), new Uint8Array([105]), null],
  });
  const child = make("tool", { stdin: "piped", stdout: "piped" }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new Uint8Array([9]));
  await writer.close();
  assertEquals(await child.stdout.text(), "hi");
  await assertRejects(() => child.stdout.text(), TypeError, "read already");
  assertThrows(() => child.stderr, TypeError, '"stderr": it is not "piped"');
  assertEquals(await child.status, ENDED as Deno.CommandStatus);
  child.kill();
  await Promise.resolve().then(() => {});
  assertEquals(asked.slice(1).map((each) => (each as unknown[]).slice(0, 3)).toSorted(), [
    ["closeProgram", 7],
    ["killProgram", 7, "SIGTERM"],
    ["programStatus", 7],
    ["readProgram", 7, "stdout"],
    ["readProgram", 7, "stdout"],
    ["readProgram", 7, "stdout"],
    ["writeProgram", 7, new Uint8Array([9])],
  ]);
});

Deno.test("Command.spawn(): who does not wait for one that was refused is not told by a rejection", async () => {
  const { make } = commandOf({ startProgram: [new Error("no")] });
  const child = make("tool").spawn();
  child.kill();
  await assertRejects(() => child.status, Error, "no");
});
