// A user's test of a page: what it loads is read out of what was published, by `publish_consume_test.ts`.
import { assert, assertEquals } from "jsr:@std/assert@^1";
import { learner } from "jsr:@superlearner/learner@^0.1";
import { Supervisor, System } from "jsr:@superlearner/otp@^0.1";

Deno.test("the monitor has its pages, and all that they load", async () => {
  await using system = new System();
  await system.start(Supervisor.define({ name: "Office" }), { name: "office" });
  using monitor = learner({ system, onProblem() {} });
  const page = await monitor.request("http://localhost/supervisors");
  assertEquals(page.status, 200);
  const loaded = [...(await page.text()).matchAll(/<(?:link|script)[^>]* (?:href|src)="([^"]+)"/g)].map(([, path]) =>
    path!
  );
  assert(loaded.some((path) => path.endsWith(".js")), `a script, got ${loaded}`);
  assert(loaded.some((path) => path.endsWith(".css")), `a style, got ${loaded}`);
  for (const path of loaded) {
    const file = await monitor.request(new URL(path, "http://localhost/supervisors").href);
    assertEquals([path, file.status], [path, 200]);
    assert((await file.text()).length > 0, `${path} is not empty`);
  }
});
