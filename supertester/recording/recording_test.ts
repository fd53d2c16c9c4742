import { assertEquals, assertThrows } from "@std/assert";
import { plainReason, readRecording, RecordingError } from "./recording.ts";

const HEAD = '{"type":"recording","version":1,"at":5}';

Deno.test("readRecording: lines, without one that was cut off at the end", () => {
  assertEquals(readRecording(`${HEAD}\n`), [{ type: "recording", version: 1, at: 5 }]);
  assertEquals(readRecording(`${HEAD}\n{"type":"gap","pid":"<0.1.0>","why":"x"}\n{"type":"st`).length, 2);
});

Deno.test("readRecording: what is none is refused with the line", () => {
  const refused: [unknown, string][] = [
    ["", "its first line says what it is"],
    ["hello", "line 1 is none: hello"],
    [`${HEAD}\n{"type":"odd"}\n${HEAD}`, 'line 2 is none: {"type":"odd"}'],
    ['{"type":"recording","version":2,"at":5}', "this reads version 1, and it is of version 2"],
    ['{"type":"gap","pid":"<0.1.0>","why":"x"}', "its first line says what it is"],
    [7, "it is a text, got number"],
  ];
  for (const [text, why] of refused) {
    assertThrows(() => readRecording(text as string), RecordingError, `Cannot read a recording: `);
    assertThrows(() => readRecording(text as string), RecordingError, why);
  }
});

Deno.test("plainReason: an error without its stack", () => {
  const reason = { error: { name: "RangeError", message: "no", stack: "at x" } };
  assertEquals(plainReason(reason), { error: { name: "RangeError", message: "no" } });
  assertEquals(plainReason("killed"), "killed");
});
