import { assert, assertEquals } from "@std/assert";
import { signInPage } from "./sign_in.tsx";

const ASSETS = { styles: "/s.css", theme: "/t.js", client: "/c.js", icon: "/i.svg" };

Deno.test("signInPage - asks for the token in a form that needs no script", () => {
  const html = signInPage(ASSETS);
  assert(html.includes('<form class="sign-in" method="post" action="/sign-in">'));
  assert(html.includes('type="password"'));
  assertEquals(html.includes("/c.js"), false);
  assertEquals(html.includes("That is not the token"), false);
  assert(signInPage(ASSETS, { wrong: true }).includes('role="alert"'));
});
