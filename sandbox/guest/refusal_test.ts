import { assertEquals } from "@std/assert";
import { refusal } from "./refusal.ts";

Deno.test("refusal() has the name that Deno's has, and says what it takes", () => {
  const { name, message } = refusal("read", "/etc/passwd");
  assertEquals([name, message], [
    "NotCapable",
    'Requires read access to "/etc/passwd", which this sandbox was not granted',
  ]);
});
