import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "../processes/errors.ts";
import { partsToMove, transfer } from "./transfer.ts";

Deno.test("transfer() gives the value itself, whose parts are moved once", () => {
  const { buffer } = new Uint8Array(4);
  const value = { buffer };
  assertEquals(transfer(value, [buffer]) === value, true);
  assertEquals(partsToMove(value), [buffer]);
  assertEquals(partsToMove(value), []);
  assertEquals([partsToMove({}), partsToMove(null), partsToMove("text")], [[], [], []]);
});

Deno.test("transfer() refuses what cannot be moved", () => {
  assertThrows(() => transfer(1 as never, []), ArgumentError, "the value is an object, got 1");
  assertThrows(() => transfer({}, ["x" as never]), ArgumentError, "buffers, ports or streams");
  assertThrows(() => transfer({}, null as never), ArgumentError);
});
