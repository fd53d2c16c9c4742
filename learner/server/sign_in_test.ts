import { assert, assertEquals } from "@std/assert";
import { System } from "@superlearner/otp";
import { learner } from "./learner.ts";
import { SignIn } from "./sign_in.ts";

const TOKEN = "6f1c0a52e9d84b7f";

Deno.test("SignIn - a browser gives the token once, and its cookie opens page, events and operations", async () => {
  await using system = new System();
  using app = learner({ system, token: TOKEN, onProblem() {} });
  const at = (path: string, init?: RequestInit) => app.request(`http://monitor.example${path}`, init);
  const asked = await at("/supervisors");
  assertEquals(asked.status, 401);
  assert((await asked.text()).includes('action="/sign-in"'));
  const form = (token: string) => ({ method: "POST", body: new URLSearchParams({ token }) });
  assertEquals((await at("/sign-in", form("wrong"))).status, 401);
  const welcome = await at("/sign-in", form(TOKEN));
  assertEquals([welcome.status, welcome.headers.get("location")], [303, "/supervisors"]);
  const given = welcome.headers.get("set-cookie")!;
  assert(given.includes("HttpOnly") && given.includes("SameSite=Strict") && !given.includes(TOKEN));
  const headers = { cookie: given.split(";")[0]! };
  assertEquals((await at("/supervisors", { headers })).status, 200);
  assertEquals((await at("/api/v1/processes", { headers })).status, 200);
  const events = await at("/monitor/events", { headers });
  assertEquals(events.status, 200);
  await events.body?.cancel();
});

Deno.test("SignIn - without the cookie or the token nobody gets anything but the question", async () => {
  await using system = new System();
  using app = learner({ system, token: TOKEN, onProblem() {} });
  const at = (path: string, headers: Record<string, string>) =>
    app.request(`http://monitor.example${path}`, { headers });
  for (const path of ["/supervisors", "/monitor/events", "/api/v1/processes"]) {
    assertEquals((await at(path, {})).status, 401, path);
    assertEquals((await at(path, { cookie: "superlearner_session=00" })).status, 401, path);
    assertEquals((await at(path, { authorization: "Bearer wrong" })).status, 401, path);
    const known = await at(path, { authorization: `Bearer ${TOKEN}` });
    assertEquals(known.status, 200, path);
    await known.body?.cancel();
  }
});

Deno.test("SignIn - a cookie that a page of another origin sends along counts for nothing", async () => {
  const signIn = new SignIn(TOKEN);
  const app = signIn.routes(() => Promise.resolve({ styles: "", theme: undefined, client: undefined, icon: "" }));
  const welcome = await app.request("http://monitor.example/sign-in", {
    method: "POST",
    body: new URLSearchParams({ token: TOKEN }),
  });
  const cookie = welcome.headers.get("set-cookie")!.split(";")[0]!;
  const from = (origin?: string) =>
    signIn.principalOf(
      new Request("http://monitor.example/", { headers: { cookie, ...(origin === undefined ? {} : { origin }) } }),
    )?.id;
  assertEquals([from(), from("http://monitor.example"), from("https://evil.example"), from("null")], [
    "browser",
    "browser",
    undefined,
    undefined,
  ]);
  assertEquals(new SignIn(undefined).principalOf(new Request("http://localhost/")), undefined);
});
