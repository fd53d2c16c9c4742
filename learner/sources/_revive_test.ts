import { assertEquals } from "@std/assert";
import { revive } from "./_revive.ts";
import { showValue } from "./show_value.ts";

Deno.test("revive - gives back what JSON could not say", () => {
  const json = {
    members: { $map: [["<0.3.0>", "ada"]] },
    seen: { $set: [1, { $bigint: "2" }] },
    nothing: { $undefined: true },
    ratio: { $number: "Infinity" },
    list: [1, { $omitted: 7 }],
    self: { $circular: "." },
    when: { $date: "1970-01-01T00:00:00.000Z" },
    call: { $function: "named" },
    odd: { $weak: true },
  };
  assertEquals(
    showValue(revive(json), { pretty: false }),
    '{ members: Map { <0.3.0>: "ada" }, seen: Set { 1, 2n }, nothing: undefined, ratio: Infinity, ' +
      "list: [1, … 7 more], self: (circular: .), when: Date 1970-01-01T00:00:00.000Z, call: function named, odd: (weak) }",
  );
});

Deno.test("revive - leaves plain values, and fields that only look like marks, as they are", () => {
  assertEquals(revive({ a: [null, "x", true], $class: "Point", x: 1 }), {
    a: [null, "x", true],
    $class: "Point",
    x: 1,
  });
  assertEquals(showValue(revive({ $bigint: "zwölf" })), "zwölfn");
  assertEquals(revive({ $map: "none" }), new Map());
});
