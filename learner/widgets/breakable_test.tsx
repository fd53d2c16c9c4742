import { assertEquals } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { Breakable } from "./breakable.tsx";

Deno.test("Breakable - breaks between the words of a name, and leaves its letters alone", () => {
  const shown = (text: string) => renderToString(<Breakable text={text} />);
  assertEquals(shown("DynamicSupervisor"), "Dynamic<wbr/>Supervisor");
  assertEquals(shown("moderator:lobby"), "moderator:<wbr/>lobby");
  assertEquals(shown("a.b-"), "a.<wbr/>b-");
  assertEquals(shown("<b>"), "&lt;b>");
  assertEquals(shown(""), "");
});
