import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "../processes/errors.ts";
import { everyOrder } from "../testdata/world.ts";
import { GenServer } from "./gen_server.ts";

const Counter = GenServer.define({
  name: "Counter",
  init: () => 0,
  calls: { value: (count) => [count, count] },
  casts: { add: (count) => count + 1 },
});

for (const kind of [undefined, null, 5, Symbol("value"), {}, Object.create(null)]) {
  const shown = typeof kind === "object" && kind !== null ? "an object" : String(kind);
  Deno.test(`ServerRef refuses ${shown} as a kind where it is asked, and the server lives`, async () => {
    await everyOrder(async ({ system }) => {
      const counter = await system.start(Counter);
      assertThrows(
        () => void counter.call(kind as never, undefined as never),
        ArgumentError,
        "Cannot call: the kind is a text",
      );
      assertThrows(
        () => counter.cast(kind as never, undefined as never),
        ArgumentError,
        "Cannot cast: the kind is a text",
      );
      assertEquals(await counter.call("value"), 0);
    });
  });
}
