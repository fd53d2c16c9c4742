import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { makeCapabilities } from "./guest_permissions.ts";
import { refusal } from "./refusal.ts";

interface Caps {
  readonly Deno: Record<string, (...args: unknown[]) => unknown> & {
    readonly env: Record<string, (name: string) => unknown>;
  };
  readonly fetch: (
    url: string,
    init?: object,
  ) => Promise<{ json(): Promise<unknown>; headers: { get(name: string): unknown } }>;
}

function capabilities(granted: string[], answer: unknown = "done") {
  const used: unknown[] = [];
  const denied: string[] = [];
  const made = makeCapabilities({
    granted: new Set(granted),
    env: { HOME: "/home" },
    use: (capability, args) => (used.push([capability, ...args]), Promise.resolve(answer)),
    denied: (permission, target) => denied.push(`${permission} ${target}`),
  });
  return { ...made as unknown as Caps, used, denied };
}

Deno.test("makeCapabilities(): nothing granted, everything refused and told, nothing asked of the host", async () => {
  const { Deno: deno, fetch, used, denied } = capabilities([]);
  await assertRejects(() => deno["readTextFile"]!("/a") as Promise<unknown>, Error, 'Requires read access to "/a"');
  await assertRejects(() => fetch("http://x/"), Error, "Requires net access");
  assertThrows(
    () => new (deno["Command"] as never as new (name: string) => unknown)("ls"),
    Error,
    "Requires run access",
  );
  assertThrows(() => deno["openSync"]!("/a"), Error, "Requires read access");
  assertThrows(() => deno.env["get"]!("PATH"), Error, "Requires env access");
  assertThrows(() => deno.env["toObject"]!(""), Error, "Requires env access");
  assertEquals([used, denied.length, denied[0], Object.isFrozen(deno)], [[], 6, "read /a", true]);
});

Deno.test("makeCapabilities(): what was granted is asked of the host, by what it is for", async () => {
  const { Deno: deno, used } = capabilities(["read", "write"]);
  assertEquals(await deno["readTextFile"]!("/a"), "done");
  await deno["writeTextFile"]!("/b", "text");
  assertEquals(used, [["readTextFile", "/a"], ["writeTextFile", "/b", "text"]]);
  assertEquals(deno.env["get"]!("HOME"), "/home");
  const listed = capabilities(["read"], [{ name: "x" }]).Deno["readDir"]!("/") as AsyncIterable<unknown>;
  assertEquals(await Array.fromAsync(listed), [{ name: "x" }]);
});

Deno.test("makeCapabilities(): an answer to fetch is whole, and read as text, bytes or JSON", async () => {
  const body = new TextEncoder().encode('{"a":"ü"}');
  const { fetch } = capabilities(["net"], { status: 200, statusText: "", headers: [["X-A", "b"]], body, url: "u" });
  const response = await fetch("http://x/", { method: "POST", headers: { a: "b" }, body: "x" });
  assertEquals([await response.json(), response.headers.get("x-a")], [{ a: "ü" }, "b"]);
});

Deno.test("refusal() says the same whether or not there is anything", () => {
  const { name, message } = refusal("read", "/a");
  assertEquals([name, message], ["NotCapable", 'Requires read access to "/a", which this sandbox was not granted']);
});
