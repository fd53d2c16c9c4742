import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { System } from "../system.ts";
import { ArgumentError } from "./errors.ts";
import { noteThrown } from "./note_thrown.ts";

Deno.test("noteThrown() warns of it as of a listener of the event stream", async () => {
  const warned: string[] = [];
  await using system = new System({ logger: { crash() {}, warn: (text) => void warned.push(text) } });
  const error = new RangeError("far out");
  using _ = system.events.subscribe(() => {
    throw error;
  });
  system.spawn(() => {});
  noteThrown(system, { what: "The callback of a watch", error });
  const [first = "", last = ""] = [warned[0], warned.at(-1)];
  assertMatch(first, /^A listener of the event stream threw .*far out/);
  assertEquals(last, first.replace("A listener of the event stream", "The callback of a watch"));
});

Deno.test("noteThrown() takes whatever was thrown, and goes on where the logger throws", async () => {
  const warned: string[] = [];
  const warn = (text: string) => {
    warned.push(text);
    throw new Error("the disk is full");
  };
  await using system = new System({ logger: { crash() {}, warn } });
  for (const error of [undefined, null, "text", Symbol("s"), Object.create(null)]) {
    noteThrown(system, { what: "It", error });
  }
  assertEquals(warned.length, 5);
});

Deno.test("noteThrown() needs a System", () => {
  assertThrows(() => noteThrown({} as System, { what: "It", error: 1 }), ArgumentError, "is a System");
});
