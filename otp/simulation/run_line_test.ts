import { assert, assertEquals, assertThrows } from "@std/assert";
import { SeededRandom } from "../environment.ts";
import { ArgumentError } from "../processes/errors.ts";
import { formatRun, parseRun, type RunRecord } from "./run_line.ts";

const RECORD: RunRecord = {
  seed: 42,
  strategy: "pct-3-100",
  choices: [2, 0, 0, 0, 0, 0, 1, 1, 12],
  faults: [{ kind: "loss", scope: "messages", at: 3 }, { kind: "delay", scope: "messages", at: 7, ms: 250.5 }],
  slackMs: 0.5,
};

Deno.test("formatRun() prints a run on one line that needs no quotes, and parseRun() reads it", () => {
  const line = formatRun(RECORD);
  assertEquals(line, "otp1:seed=42:by=pct-3-100:choices=2,0x5,1x2,12:faults=3l,7d250.5:slack=0.5");
  assertEquals(parseRun(line), RECORD);
  assertEquals(parseRun(` ${line}\n`), RECORD);
});

Deno.test("formatRun() leaves out what is empty, and zeros at the end", () => {
  const record: RunRecord = { seed: -1, strategy: "fifo", choices: [], faults: [] };
  assertEquals(formatRun(record), "otp1:seed=-1:by=fifo");
  assertEquals(formatRun({ ...record, choices: [0, 0] }), "otp1:seed=-1:by=fifo");
  assertEquals(formatRun({ ...record, choices: [0, 10, 0] }), "otp1:seed=-1:by=fifo:choices=0,10");
  assertEquals(parseRun("otp1:seed=-1:by=fifo"), record);
});

Deno.test("parseRun() reads whatever formatRun() prints", () => {
  const random = new SeededRandom(1);
  const whole = (below: number) => Math.floor(random.next() * below);
  for (let n = 0; n < 300; n++) {
    const choices = Array.from({ length: whole(30) }, () => whole(3) === 0 ? whole(40) : 0);
    if (choices.at(-1) === 0) choices[choices.length - 1] = 1;
    const record: RunRecord = { seed: whole(1e9), strategy: "random", choices, faults: [] };
    const line = formatRun(record);
    assert(/^[\w:=,.-]+$/.test(line), line);
    assertEquals(parseRun(line), record);
  }
});

Deno.test("parseRun() names what is wrong with a line", () => {
  const good = "otp1:seed=1:by=fifo";
  const refused: [unknown, string][] = [
    ["", 'a line begins with otp1:, got ""'],
    ["hello", 'a line begins with otp1:, got "hello"'],
    ["otp2:seed=1:by=fifo", 'this is version 1 of the form, otp1, got "otp2"'],
    ["otp1", "seed= is a whole number, got undefined"],
    ["otp1:seed=x:by=fifo", 'seed= is a whole number, got "x"'],
    ["otp1:seed=99999999999999999999:by=fifo", "the seed is a whole number, got 100000000000000000000"],
    ["otp1:seed=1", "by= is the name of a strategy, got undefined"],
    ["otp1:seed=1:by=My Own", 'by= is the name of a strategy, got "My Own"'],
    [`${good}:seed=1`, 'seed= stands in it once, got "seed=1"'],
    [`${good}:colour=1`, 'its parts are seed=, by=, choices=, faults= and slack=, got "colour=1"'],
    [`${good}:`, 'its parts are seed=, by=, choices=, faults= and slack=, got ""'],
    [`${good}:choices=1,,2`, 'a choice is written like "2", or "0x5" for five times 0, got ""'],
    [`${good}:choices=-1`, 'a choice is written like "2", or "0x5" for five times 0, got "-1"'],
    [`${good}:choices=1x0`, 'a choice is written like "2", or "0x5" for five times 0, got "1x0"'],
    [`${good}:choices=0x999999999`, 'it has 10000000 choices at most, got "0x999999999"'],
    [`${good}:slack=`, "the slack is a number of milliseconds from 0 up, got NaN"],
    [`${good}:slack=-1`, "the slack is a number of milliseconds from 0 up, got -1"],
    [undefined, "a run is one line of text, got undefined"],
  ];
  for (const [line, text] of refused) {
    assertThrows(() => parseRun(line as string), ArgumentError, `Cannot replay a run: ${text}`);
  }
  assertThrows(() => parseRun(`${good}:faults=3q`), ArgumentError, 'Cannot read faults: one is written like "3l"');
});
