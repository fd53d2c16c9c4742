import { assertEquals, assertThrows } from "@std/assert";
import { GenServer, System } from "@superlearner/otp";
import { serveArsenal } from "./serve.ts";

const Counter = GenServer.define({ name: "Counter", init: () => 0 });

/** Sends a request as it is written, since `fetch` would encode it. */
async function raw(port: number, line: string): Promise<string> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const request = `${line} HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n\r\n`;
  await connection.write(new TextEncoder().encode(request));
  let text = "";
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(65_536);
  for (let read = await connection.read(buffer); read !== null; read = await connection.read(buffer)) {
    text += decoder.decode(buffer.subarray(0, read), { stream: true });
  }
  return text;
}

Deno.test("case 1: serveArsenal() finds a process by every way to write its pid", async () => {
  await using system = new System();
  await system.start(Counter, { name: "counter" });
  await using server = serveArsenal({ system, port: 0, onListen() {} });
  for (const pid of ["%3C0.1.0%3E", "<0.1.0>", "%3c0.1.0%3e", "0.1.0"]) {
    const answer = await raw(server.port, `GET /api/v1/processes/${pid}/info`);
    assertEquals(
      [answer.split("\r\n")[0], answer.includes('"registered_name":"counter"')],
      ["HTTP/1.1 200 OK", true],
      pid,
    );
  }
  const wrong: [string, number][] = [
    ["%253C0.1.0%253E", 400],
    ["%zz", 400],
    ["0.1.0%20", 400],
    ["9".repeat(300), 400],
    ["%23PID%3C0.1.0%3E", 400],
    ["<other.1.0>", 404],
    ["0.99.0", 404],
    ["..", 400],
  ];
  for (const [pid, status] of wrong) {
    const answer = await raw(server.port, `GET /api/v1/processes/${pid}/info`);
    assertEquals([Number(answer.split(" ")[1]), answer.includes("application/problem+json")], [status, true], pid);
  }
});

Deno.test("case 26: serveArsenal() refuses to be open to others", async () => {
  await using system = new System();
  assertThrows(
    () => serveArsenal({ system, hostname: "0.0.0.0", port: 0 }),
    TypeError,
    "Cannot listen on 0.0.0.0: off loopback every request needs a credential",
  );
});

Deno.test("serveArsenal() wants the token it was given", async () => {
  await using system = new System();
  const token = "0123456789abcdef";
  await using server = serveArsenal({ system, hostname: "0.0.0.0", port: 0, token, onListen() {} });
  const url = `http://127.0.0.1:${server.port}/api/v1/processes`;
  const [without, withToken] = [await fetch(url), await fetch(url, { headers: { authorization: `Bearer ${token}` } })];
  assertEquals([without.status, (await without.json()).code, withToken.status, await withToken.json()], [
    401,
    "unauthorized",
    200,
    [],
  ]);
});

Deno.test("case 19: serveArsenal() frees everything when a follower leaves, and ends followers when it stops", async () => {
  await using system = new System();
  const server = serveArsenal({ system, port: 0, eventLingerMs: 0, onListen() {} });
  const url = `http://127.0.0.1:${server.port}/api/v1/events`;
  const controller = new AbortController();
  const leaving = await fetch(url, { signal: controller.signal });
  const staying = await fetch(url);
  const reader = staying.body!.getReader();
  await reader.read();
  assertEquals(system.events.active, true);
  const left = leaving.text().catch((error: Error) => error.name);
  controller.abort();
  assertEquals(await left, "AbortError");
  await server.stop();
  for (let part = await reader.read(); !part.done; part = await reader.read());
  assertEquals(system.events.active, false);
});
