import { assertEquals, assertRejects } from "@std/assert";
import { SandboxError } from "../limits/sandbox_error.ts";
import { NO_PERMISSIONS } from "./granting.ts";
import { Grants } from "./grants.ts";
import { guardedFetch } from "./guarded_fetch.ts";

const grants = new Grants({ ...NO_PERMISSIONS, net: [{ host: "a.example", port: 443 }, { host: "b.example" }] });

/** A network where each URL has an answer; keeps what was sent. */
function network(answers: Record<string, () => Response>) {
  const sent: Request[] = [];
  const fetch = (request: Request) => {
    sent.push(request);
    return Promise.resolve(answers[request.url]?.() ?? new Response("not here", { status: 404 }));
  };
  return { sent, fetch };
}

const to = (location: string, status = 302) => () => new Response(null, { status, headers: { location } });

async function refusal(promise: Promise<unknown>): Promise<string> {
  return (await assertRejects(() => promise, SandboxError)).message;
}

Deno.test("escape 26: guardedFetch() sends no packet to a host that was not granted", async () => {
  const { sent, fetch } = network({});
  for (
    const url of ["https://evil.example/?secret", "http://a.example/", "http://127.0.0.1/", "https://a.example:8443/"]
  ) {
    const place = new URL(url).host;
    assertEquals(
      await refusal(guardedFetch(grants, new Request(url), { fetch })),
      `Cannot fetch for the guest: the permission net was not granted for ${place}`,
    );
  }
  assertEquals(sent, []);
});

Deno.test("escape 26: guardedFetch() looks at each redirect", async () => {
  const { sent, fetch } = network({
    "https://a.example/": to("/next"),
    "https://a.example/next": to("//b.example/x"),
    "https://b.example/x": () => new Response("arrived"),
    "https://a.example/out": to("http://169.254.169.254/latest"),
    "https://a.example/file": to("file:///etc/passwd"),
  });
  const response = await guardedFetch(grants, new Request("https://a.example/"), { fetch });
  assertEquals([await response.text(), sent.map(({ url }) => url)], ["arrived", [
    "https://a.example/",
    "https://a.example/next",
    "https://b.example/x",
  ]]);
  for (const [path, place] of [["out", "169.254.169.254"], ["file", "file:"]]) {
    assertEquals(
      await refusal(guardedFetch(grants, new Request(`https://a.example/${path}`), { fetch })),
      `Cannot fetch for the guest: the permission net was not granted for ${place}`,
    );
  }
});

Deno.test("guardedFetch() tells another origin not who asks", async () => {
  const { sent, fetch } = network({ "https://a.example/": to("https://b.example/"), "https://a.example/2": to("/3") });
  const headers = { authorization: "secret", cookie: "secret", accept: "text/plain" };
  await (await guardedFetch(grants, new Request("https://a.example/", { headers }), { fetch })).body?.cancel();
  await (await guardedFetch(grants, new Request("https://a.example/2", { headers }), { fetch })).body?.cancel();
  const seen = sent.map(({ headers }) => [headers.get("authorization"), headers.get("accept")]);
  assertEquals(seen, [["secret", "text/plain"], [null, "text/plain"], ["secret", "text/plain"], [
    "secret",
    "text/plain",
  ]]);
});

Deno.test("guardedFetch() keeps or drops method and body as the web does", async () => {
  for (
    const [status, method, body] of [[307, "POST", "x"], [308, "POST", "x"], [303, "GET", ""], [
      301,
      "GET",
      "",
    ]] as const
  ) {
    const { sent, fetch } = network({ "https://a.example/": to("/end", status) });
    const request = new Request("https://a.example/", { method: "POST", body: "x" });
    await (await guardedFetch(grants, request, { fetch })).body?.cancel();
    assertEquals([sent[1]?.method, await sent[1]?.text()], [method, body]);
    assertEquals(sent[1]?.headers.has("content-type"), method === "POST");
  }
});

Deno.test("guardedFetch() ends a chain that does not, and what is no chain", async () => {
  const { sent, fetch } = network({ "https://a.example/": to("/"), "https://a.example/bad": to("https://[") });
  const request = (path: string, init: RequestInit = {}) => new Request(`https://a.example/${path}`, init);
  const broke = "Cannot fetch for the guest: the guest broke a rule of the protocol:";
  assertEquals(
    await refusal(guardedFetch(grants, request(""), { fetch, maxRedirects: 3 })),
    `${broke} at most 3 redirects are followed`,
  );
  assertEquals(sent.length, 4);
  assertEquals(await refusal(guardedFetch(grants, request("bad"), { fetch })), `${broke} a redirect leads to a URL`);
  assertEquals(
    await refusal(guardedFetch(grants, request("", { redirect: "error" }), { fetch })),
    `${broke} a redirect is an error, as the request says`,
  );
  const manual = await guardedFetch(grants, request("", { redirect: "manual" }), { fetch });
  assertEquals(manual.status, 302);
});

Deno.test("guardedFetch() works over a real network, and the denied server is never reached", async () => {
  let reached = 0;
  await using denied = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, () => {
    reached++;
    return new Response("secret");
  });
  const away = `http://127.0.0.1:${denied.addr.port}/`;
  await using open = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    ({ url }) => new URL(url).pathname === "/" ? new Response("open") : Response.redirect(away),
  );
  const real = new Grants({ ...NO_PERMISSIONS, net: [{ host: "127.0.0.1", port: open.addr.port }] });
  const at = `http://127.0.0.1:${open.addr.port}`;
  assertEquals(await (await guardedFetch(real, new Request(at))).text(), "open");
  assertEquals(
    await refusal(guardedFetch(real, new Request(`${at}/away`))),
    `Cannot fetch for the guest: the permission net was not granted for 127.0.0.1:${denied.addr.port}`,
  );
  assertEquals(reached, 0);
});
