import { assert, assertEquals, assertMatch } from "@std/assert";
import { Command } from "./testdata/command.ts";

Deno.test("start - prints one line when the page answers, serves the chat and its API, and stops in order", async () => {
  await using command = new Command();
  const address = await command.address();
  const page = await fetch(`${address}/supervisors`);
  const html = await page.text();
  assertEquals(page.status, 200);
  assert(html.includes("rest_for_one") && html.includes('data-place="chat/rooms/lobby/server"'));
  assertMatch(html, /<script type="module" src="\/monitor\/assets\/client\.[0-9a-f]{12}\.js">/);
  const supervisors = await (await fetch(`${address}/api/v1/supervisors`)).json();
  assert(supervisors.data.length >= 7);
  const events = await fetch(`${address}/monitor/events`);
  command.signal("SIGINT");
  await events.text(); // the stream ends, it does not break
  assertEquals(await command.line(), undefined);
  assertEquals(await command.end(), { code: 0, errors: "" });
});

Deno.test("start - ends in order by SIGTERM as well", async () => {
  await using command = new Command();
  await command.address();
  command.signal("SIGTERM");
  assertEquals((await command.end()).code, 0);
});

Deno.test("start - says what to do about a port that is taken, and about one that is none", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr as Deno.NetAddr;
  await using busy = new Command({ PORT: String(port) });
  await using wrong = new Command({ PORT: "abc" });
  assertEquals(await busy.end(), {
    code: 1,
    errors: `Cannot listen on port ${port}: another program does. Stop it, or choose another port: PORT=${port + 1}\n`,
  });
  assertEquals(await wrong.end(), {
    code: 1,
    errors: 'Cannot start: PORT is a whole number from 0 to 65535, got "abc"\n',
  });
});

Deno.test("start - can be reached from elsewhere with a token only", async () => {
  await using open = new Command({ HOST: "0.0.0.0" });
  const { code, errors } = await open.end();
  assertEquals(code, 1);
  assertMatch(errors, /^Cannot listen on 0\.0\.0\.0: .*SUPERLEARNER_TOKEN.*\n$/);
  await using guarded = new Command({ HOST: "0.0.0.0", SUPERLEARNER_TOKEN: "6f1c0a52e9d84b7f" });
  const page = await fetch(`${await guarded.address()}/supervisors`);
  assertEquals(page.status, 401);
  await page.body?.cancel();
});
