import { assertEquals } from "@std/assert";
import { fromGuest, textForGuest } from "./pids_outside.ts";

Deno.test("textForGuest(): a pid of the host's own carries its name", () => {
  const texts = ["<0.5.0>", "<0.0.0>", "<guest.5.0>", "x <0.5.0>", ""];
  assertEquals(texts.map(textForGuest), ["<host.5.0>", "<0.0.0>", "<guest.5.0>", "x <0.5.0>", ""]);
});

Deno.test("fromGuest(): the guest's own pids carry its name, and those of the host lose theirs", () => {
  assertEquals(fromGuest(["<0.5.0>", "<0.5.0>/a", "<host.3.0>", "<host.3.0> x", 5, null], "guest"), [
    "<guest.5.0>",
    "<guest.5.0>/a",
    "<0.3.0>",
    "<host.3.0> x",
    5,
    null,
  ]);
});
