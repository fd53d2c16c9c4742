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

Deno.test("start - ends although a request never comes to its end", async () => {
  await using command = new Command();
  const { port } = new URL(await command.address());
  using connection = await Deno.connect({ port: Number(port) });
  const head = ["POST /api/v1/processes/0.2.0/message HTTP/1.1", `Host: localhost:${port}`, "Content-Length: 50"];
  await connection.write(new TextEncoder().encode([...head, "Content-Type: application/json", "", "{"].join("\r\n")));
  // Answered after it: the half request has been read by then.
  await (await fetch(`http://localhost:${port}/api/v1/system/live`)).body?.cancel();
  command.signal("SIGTERM");
  assertEquals((await command.end()).code, 0);
});

Deno.test("start - starts the chat again when its root was killed, and is not healthy meanwhile", async () => {
  await using command = new Command();
  const api = `${await command.address()}/api/v1`;
  const health = async () => (await (await fetch(`${api}/system/health`)).json()).data;
  const events = await fetch(`${api}/events?type=process.started&name=chat`);
  assertEquals((await health()).overall_status, "healthy");
  await (await fetch(`${api}/processes/0.1.0?force=true`, { method: "DELETE" })).body?.cancel();
  const { overall_status, findings } = await health();
  assertEquals([overall_status, findings[0].code], ["critical", "missing"]);
  let told = "";
  for await (const text of events.body!.pipeThrough(new TextDecoderStream())) {
    told += text;
    if (told.includes('"name":"chat"')) break;
  }
  command.signal("SIGTERM");
  const { code, errors } = await command.end();
  assertEquals(code, 0);
  assertMatch(errors, /^The root supervisor <0\.1\.0> was ended from outside\..*\n$/);
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
