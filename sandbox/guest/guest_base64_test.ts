import { assertEquals, assertThrows } from "@std/assert";
import { guestAtob, guestBtoa } from "./guest_base64.ts";
import { GuestDOMException } from "./guest_dom_exception.ts";

Deno.test("guestAtob() and guestBtoa() do what the platform's do", () => {
  const all = String.fromCharCode(...Array(256).keys()).repeat(100);
  for (const text of ["", "a", "ab", "abc", "\xff\x00", all]) {
    assertEquals([guestBtoa(text), guestAtob(btoa(text))], [btoa(text), text]);
  }
  for (const data of ["YQ", "YWI", " Y\tW\nI= ", "YR==", "AA=="]) assertEquals(guestAtob(data), atob(data), data);
});

Deno.test("guestAtob() and guestBtoa() refuse what the platform's refuse", () => {
  for (const data of ["a", "a===", "YQ=", "=", "Y-Q_", "YQ==YQ==", "\u20ac"]) {
    assertThrows(() => atob(data), DOMException, undefined, data);
    assertEquals(assertThrows(() => guestAtob(data), GuestDOMException, undefined, data).name, "InvalidCharacterError");
  }
  assertEquals(assertThrows(() => guestBtoa("\u0100"), GuestDOMException).code, 5);
});
