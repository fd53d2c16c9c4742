import { assertEquals } from "@std/assert";
import { drawSpaceTime, mermaidOf, spaceTime, type Story } from "./space_time.ts";

const turn = { from: undefined, form: "", kind: "", choice: 0, options: 1, atMs: 0, answered: [] };

const STORY: Story = {
  names: new Map([["<0.1.0>", "log"], ["<0.2.0>", "a;b"]]),
  turns: [
    { ...turn, place: "<0.2.0>", options: 2, choice: 1 },
    { ...turn, place: "<0.1.0>", from: "<0.2.0>", form: "call", kind: "get", answered: ["<0.2.0>", "outside"] },
    { ...turn, place: "<0.1.0>", form: "cast", kind: "set", atMs: 5 },
    { ...turn, place: "<0.2.0>" },
    { ...turn, place: "clock" },
  ],
};

Deno.test("spaceTime: lanes in order of appearance, and what happened, as plain JSON", () => {
  const data = spaceTime(STORY);
  assertEquals(data.lanes, ["a;b <0.2.0>", "log <0.1.0>", "test", "clock"]);
  assertEquals(data.steps.map(({ lane, from, what }) => `${from}>${lane}: ${what}`), [
    "undefined>a;b <0.2.0>: begins",
    "a;b <0.2.0>>log <0.1.0>: call get",
    "test>log <0.1.0>: cast set",
    "undefined>a;b <0.2.0>: goes on",
    "undefined>clock: alarm",
  ]);
  assertEquals([data.steps[0]!.outOfTurn, data.steps[1]!.answered], [1, ["a;b <0.2.0>", "test"]]);
  assertEquals(JSON.parse(JSON.stringify(data)), data);
});

Deno.test("drawSpaceTime: a column for each process, arrows both ways, what is out of turn", () => {
  assertEquals(drawSpaceTime(STORY).split("\n"), [
    "     a;b <0.2.0>  log <0.1.0>  test         clock",
    "   1 ●            │            │            │            begins; <- out of turn: 1 of 2 waited longer",
    "   2 ○───────────▶●            │            │            call get; answers a;b <0.2.0>, test",
    "   3 │            ●◀───────────○            │            cast set",
    "   4 ●            │            │            │            goes on",
    "   5 │            │            │            ●            alarm",
  ]);
});

Deno.test("drawSpaceTime: of a long run the end", () => {
  const lines = drawSpaceTime({ ...STORY, turns: Array(100).fill(STORY.turns[3]) }).split("\n");
  assertEquals([lines.length, lines[1]], [62, "     … 40 turns before"]);
});

Deno.test("mermaidOf: nothing in it that Mermaid takes for its own", () => {
  assertEquals(mermaidOf(STORY).split("\n").slice(0, 8), [
    "sequenceDiagram",
    "  participant p0 as a b ‹0.2.0›",
    "  participant p1 as log ‹0.1.0›",
    "  participant p2 as test",
    "  participant p3 as clock",
    "  p0->>p0: begins",
    "  Note over p0: out of turn",
    "  p0->>p1: call get",
  ]);
});
