import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "../processes/errors.ts";
import { nodeOf, Translation } from "./translation.ts";

const translation = new Translation("here");

Deno.test("Translation tells our pids and references by our node, and back", () => {
  for (const [inside, outside] of [["<0.7.0>", "<here.7.0>"], ["#Ref<0.7>", "#Ref<here.7>"]]) {
    assertEquals(translation.out(inside), outside);
    assertEquals(translation.in(outside), inside);
  }
  for (const text of ["<0.0.0>", "<there.7.0>", "plain", "<0.7>", "a <0.7.0>", `<0.7.0>${" ".repeat(500)}`]) {
    assertEquals(translation.out(text), text);
  }
  assertEquals(translation.in("<here.too.7.0>"), "<here.too.7.0>");
});

Deno.test("Translation finds them wherever they stand, and leaves the sender's value alone", () => {
  const date = new Date(1);
  const value = { list: ["<0.1.0>", 5], map: new Map([["<0.1.0>", new Set(["<0.2.0>"])]]), date, ["__proto__"]: 1 };
  const cyclic: { self?: unknown; pid: string } = { pid: "<0.1.0>" };
  cyclic.self = cyclic;
  assertEquals(translation.out(value), {
    list: ["<here.1.0>", 5],
    map: new Map([["<here.1.0>", new Set(["<here.2.0>"])]]),
    date,
    ["__proto__"]: 1,
  });
  assertEquals(value.list[0], "<0.1.0>");
  const copy = translation.out(cyclic);
  assertStrictEquals(copy.self, copy);
  assertEquals(copy.pid, "<here.1.0>");
  const sparse = translation.out([, "<0.1.0>"]);
  assertEquals(0 in sparse, false);
});

Deno.test("Translation gives the same object back where nobody is mentioned", () => {
  const value = { deep: [{ text: "no pid" }], bytes: new Uint8Array(3) };
  assertStrictEquals(translation.out(value), value);
});

Deno.test("Translation bears what is nested deeply", () => {
  let deep: unknown = "text";
  for (let i = 0; i < 100_000; i++) deep = [deep];
  assertStrictEquals(translation.out(deep), deep);
  let mentioning: unknown = "<0.1.0>";
  for (let i = 0; i < 100_000; i++) mentioning = [mentioning];
  assertThrows(() => translation.out(mentioning), ArgumentError, "nested deeper");
});

Deno.test("nodeOf() reads the node of a pid or a reference", () => {
  assertEquals(["<a-1.5.0>", "<a.b.5.0>", "#Ref<x@y.5>", "<0.5.0>", "text", "<0>"].map(nodeOf), [
    "a-1",
    "a.b",
    "x@y",
    "0",
    undefined,
    undefined,
  ]);
});
