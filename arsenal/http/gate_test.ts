import { assertEquals, assertThrows } from "@std/assert";
import { OperationError } from "../operations/operation_error.ts";
import type { Principal } from "../operations/principal.ts";
import { makeGate, unauthorized } from "./gate.ts";

const here = { address: "127.0.0.1" };
const request = (headers: Record<string, string> = {}, url = "http://localhost:4000/") => new Request(url, { headers });

Deno.test("case 26: makeGate() without credentials answers this machine only", async () => {
  const gate = makeGate({});
  const refuses = (headers: Record<string, string>, detail: string, peer = here as { address: string | undefined }) =>
    assertThrows(() => gate(request(headers), peer), OperationError, detail);
  assertEquals((await gate(request(), here))?.id, "local");
  assertEquals((await gate(request({ origin: "http://localhost:4000" }), { address: undefined }))?.id, "local");
  refuses({ host: "evil.example" }, "the Host header must be localhost, 127.0.0.1 or [::1]");
  refuses({ host: "0.0.0.0:4000" }, "the Host header must be");
  refuses({ origin: "null" }, "the Origin header, if there is one, must be the host that is asked");
  refuses({ origin: "http://evil.example" }, "the Origin header");
  refuses({ origin: "http://localhost:4001" }, "the Origin header");
  refuses({ origin: "http://localhost:4000.evil.example" }, "the Origin header");
  refuses({ "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" }, "pages of other sites are not answered");
  refuses({}, "only this machine is answered", { address: "192.168.1.4" });
  refuses({ "x-forwarded-for": "1.2.3.4" }, "only direct requests are answered");
});

Deno.test("case 26: makeGate() takes a link that somebody follows", async () => {
  const headers = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
  assertEquals((await makeGate({})(request(headers), here))?.id, "local");
});

Deno.test("makeGate() with a token wants it from everybody, and all of it", async () => {
  const gate = makeGate({ token: "0123456789abcdef" });
  const who = async (authorization?: string) =>
    (await gate(request(authorization === undefined ? {} : { authorization }, "http://node3/"), {
      address: "10.0.0.1",
    }))?.id;
  assertEquals(await who("Bearer 0123456789abcdef"), "token");
  assertEquals(await who("bearer  0123456789abcdef"), "token");
  for (
    const wrong of [
      undefined,
      "",
      "Bearer",
      "Bearer 0123456789abcdeg",
      "Bearer 0123456789abcde",
      "Basic 0123456789abcdef",
    ]
  ) {
    assertEquals(await who(wrong), undefined);
  }
});

Deno.test("makeGate() asks auth first, and then looks at the token", async () => {
  const ada: Principal = { id: "ada", permissions: ["processes:read"] };
  const gate = makeGate({
    token: "0123456789abcdef",
    auth: (given) => Promise.resolve(given.headers.has("x-user") ? ada : undefined),
  });
  assertEquals(await gate(request({ "x-user": "ada" }), here), ada);
  assertEquals((await gate(request({ authorization: "Bearer 0123456789abcdef" }), here))?.id, "token");
  assertEquals(await gate(request(), here), undefined);
});

Deno.test("unauthorized() tells how to authenticate", () => {
  assertEquals(unauthorized().headers["www-authenticate"], 'Bearer realm="arsenal"');
});
