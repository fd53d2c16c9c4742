import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { actorOf } from "./acting.ts";

Deno.test("actorOf() is the host where nobody is named, and nobody who has no name", () => {
  assertEquals([actorOf("stop it", {}), actorOf("stop it", { by: "emma" })], ["host", "emma"]);
  for (const options of [{ by: "" }, { by: " " }, { by: 5 }, { by: null }, { who: "emma" }, null, "emma"]) {
    assertThrows(() => actorOf("stop it", options as never), ArgumentError, "Cannot stop it");
  }
});
