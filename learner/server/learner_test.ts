import { assert, assertEquals } from "@std/assert";
import { Supervisor, System } from "@superlearner/otp";
import { Hono } from "hono";
import { learner } from "./learner.ts";

Deno.test("learner - the page is there without JavaScript, and its files may be kept for ever", async () => {
  await using system = new System();
  await system.start(Supervisor.define({ name: "Office" }), { name: "office" });
  using app = learner({ system, onProblem() {} });
  const at = (path: string) => app.request(`http://localhost:4000${path}`);
  assertEquals((await at("/")).headers.get("location"), "/supervisors");
  const page = await at("/supervisors");
  assertEquals(page.headers.get("cache-control"), "no-store");
  assert(page.headers.get("content-security-policy")?.includes("script-src 'self'"));
  const html = await page.text();
  assert(html.includes("one_for_one"));
  const styles = /href="([^"]+\.css)"/.exec(html)![1]!;
  const file = await at(styles);
  assertEquals([file.status, file.headers.get("content-type")], [200, "text/css; charset=utf-8"]);
  assert(file.headers.get("cache-control")?.includes("immutable"));
  assert((await file.text()).includes("--accent"));
  const other = await at(styles.replace(/\.[0-9a-f]+\./, ".0."));
  assertEquals(other.status, 404);
  await other.body?.cancel();
});

Deno.test("learner - answers this machine only, while it has no token", async () => {
  await using system = new System();
  using app = learner({ system, onProblem() {} });
  for (const path of ["/supervisors", "/monitor/events", "/api/v1/processes"]) {
    const rebound = await app.request(`http://evil.example${path}`);
    assertEquals(rebound.status, 403, path);
    const foreign = await app.request(`http://localhost${path}`, { headers: { origin: "https://evil.example" } });
    assertEquals(foreign.status, 403, path);
    await Promise.all([rebound.body?.cancel(), foreign.body?.cancel()]);
  }
});

Deno.test("learner - mounted into another application, it leaves what is not its own alone", async () => {
  await using system = new System();
  using monitor = learner({ system, onProblem() {}, arsenal: { title: "My program" } });
  const app = new Hono();
  app.get("/shop", (c) => c.text("shop"));
  app.route("/", monitor);
  app.get("/later", (c) => c.text("later"));
  const at = async (path: string) => await (await app.request(`http://localhost${path}`)).text();
  assertEquals([await at("/shop"), await at("/later")], ["shop", "later"]);
  assertEquals(JSON.parse(await at("/api/v1/arsenal/docs")).info.title, "My program");
});

Deno.test("learner - says of a path that nobody has where to go, below the API in the form of its errors", async () => {
  await using system = new System();
  using app = learner({ system, onProblem() {} });
  const at = (path: string) => app.request(`http://localhost:4000${path}`);
  const page = await at("/supervisor");
  assertEquals([page.status, (await page.text()).includes("/supervisors")], [404, true]);
  for (const path of ["/api/v1/proceses", "/api/v1/processes/"]) {
    const problem = await at(path);
    assertEquals([problem.status, problem.headers.get("content-type")], [404, "application/problem+json"], path);
    assertEquals((await problem.json()).code, "path_not_found");
  }
  const rebound = await app.request("http://evil.example/api/v1/proceses");
  assertEquals((await rebound.json()).code, "not_local");
});

Deno.test("learner - closed, it ends the streams that are open", async () => {
  await using system = new System();
  const app = learner({ system, onProblem() {} });
  const { body } = await app.request("http://localhost/monitor/events");
  const reader = body!.getReader();
  await reader.read();
  app.close();
  assertEquals((await reader.read()).done, true);
});
