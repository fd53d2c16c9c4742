import { assertEquals } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { Highlight } from "./highlight.tsx";

const marked = (text: string, query: string) => renderToString(<Highlight text={text} query={query} />);

Deno.test("Highlight - marks the word that was searched for", () => {
  assertEquals(marked("RoomServer", "SERVER"), "Room<mark>Server</mark>");
  assertEquals(marked("RoomServer", "status:waiting -x room"), "<mark>Room</mark>Server");
  assertEquals(marked("RoomServer", ""), "RoomServer");
});

Deno.test("Highlight - a name is text, whatever it looks like", () => {
  assertEquals(marked("<img src=x onerror=alert(1)>", "img"), "&lt;<mark>img</mark> src=x onerror=alert(1)>");
});
