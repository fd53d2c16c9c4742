import { assertEquals } from "@std/assert";
import { CODE, isolateOf, printed } from "./testdata/isolates.ts";
import { Isolate } from "./isolate.ts";
import { said } from "./testdata/isolates.ts";

/** What expressions are in the realm, as JSON. */
function told(...expressions: readonly string[]): unknown {
  const tries = expressions.map((each) =>
    `(() => { try { return ${each} } catch (error) { return String(error) } })()`
  );
  const [line = "nothing"] = printed(`console.log(JSON.stringify([${tries.join(",")}]));`);
  return JSON.parse(line);
}

/** What the platform here says to the same. */
function here(...expressions: readonly (() => unknown)[]): unknown {
  return JSON.parse(JSON.stringify(expressions.map((each) => each())));
}

const URLS = [
  "https://user:pa%20ss@EXAMPLE.com:443/a/../b?x=1&y=2#h",
  "http://bücher.de/ä?ö#ü",
  "http://faß.de/",
  "http://1.2.3",
  "http://[1::2:3]:80/",
  "data:text/plain,x",
  "http://0x7f.1/",
  "HTTP://日本語.jp",
  "mailto:a@b",
  "http:\\\\a\\b",
  "http://a/%zz?%zz",
  "  ht\ntp://a  ",
  "blob:https://a.b/c",
];

Deno.test("Isolate: URL says what the platform's says", () => {
  const fields = ["href", "protocol", "username", "password", "host", "port", "pathname", "search", "hash", "origin"];
  const show = (url: string) => `${JSON.stringify(fields)}.map((field) => new URL(${JSON.stringify(url)})[field])`;
  assertEquals(
    told(...URLS.map(show)),
    URLS.map((url) => fields.map((field) => new URL(url)[field as keyof URL])),
  );
  assertEquals(
    told('new URL("nope")', 'URL.canParse("x:y")', 'new URL("../x?y", "http://a/b/c/d").href', '`${new URL("a:b")}`'),
    ["TypeError: Invalid URL: nope", true, "http://a/b/x?y", "a:b"],
  );
});

Deno.test("Isolate: URLSearchParams says what the platform's says, and goes with its URL", () => {
  const text = "a=1&b=%C3%A4+x&a=2&=&c";
  assertEquals(
    told(
      `[...new URLSearchParams(${JSON.stringify(text)})]`,
      `String(new URLSearchParams({ "ä": "€ &", b: "" }))`,
      `(() => { const url = new URL("http://a/?x=1"); url.searchParams.append("y", "ü"); return url.href })()`,
    ),
    here(
      () => [...new URLSearchParams(text)],
      () => String(new URLSearchParams({ "ä": "€ &", b: "" })),
      () => "http://a/?x=1&y=%C3%BC",
    ),
  );
});

Deno.test("Isolate: TextEncoder and TextDecoder", () => {
  assertEquals(
    told(
      `[...new TextEncoder().encode("aä€😀\\ud800")]`,
      `new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 97, 0xc3, 0xa4, 0xff, 0xe2, 0x82]))`,
      `(() => { try { new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array([255])) } catch (e) { return e instanceof TypeError } })()`,
      `(() => { const d = new TextDecoder(); return d.decode(new Uint8Array([0xe2, 0x82]), { stream: true }) + d.decode(new Uint8Array([0xac])) })()`,
      `(() => { const to = new Uint8Array(3); return [new TextEncoder().encodeInto("ab€", to), [...to]] })()`,
    ),
    [
      [...new TextEncoder().encode("aä€😀\ud800")],
      "aä\ufffd\ufffd",
      true,
      "€",
      [{ read: 2, written: 2 }, [97, 98, 0]],
    ],
  );
});

Deno.test("Isolate: the rest of what programs expect of a platform", () => {
  assertEquals(
    told(
      "structuredClone(new Map([[1, { a: new Date(5) }]])).get(1).a.getTime()",
      "(() => { try { structuredClone(() => {}) } catch (e) { return [e instanceof DOMException, e.name, e.code] } })()",
      'btoa(atob("aGk="))',
      'new CustomEvent("x", { detail: 5 }).detail',
      "new AbortController().signal instanceof EventTarget",
      "crypto.randomUUID().length",
      "crypto.getRandomValues(new Uint8Array(8)).length",
      "typeof crypto.subtle",
      "typeof queueMicrotask",
    ),
    [5, [true, "DataCloneError", 25], "aGk=", 5, true, 36, 8, "undefined", "function"],
  );
});

const NAMES = [
  "URL",
  "URLSearchParams",
  "TextEncoder",
  "TextDecoder",
  "structuredClone",
  "atob",
  "btoa",
  "AbortController",
  "AbortSignal",
  "Event",
  "EventTarget",
  "CustomEvent",
  "DOMException",
  "queueMicrotask",
  "crypto",
];

Deno.test("Isolate: what there is of the platform is frozen, of the realm, and shadowed where a program likes", () => {
  const lines = printed(`
    const wrong = [];
    for (const name of ${JSON.stringify(NAMES)}) {
      const found = globalThis[name];
      if (found.constructor.constructor !== Function) wrong.push(name + " is of another realm");
      if (name !== "queueMicrotask" && !Object.isFrozen(found)) wrong.push(name + " is not frozen");
      if (found.prototype && !Object.isFrozen(found.prototype)) wrong.push(name + ".prototype is not frozen");
      try { globalThis[name] = 5 } catch {}
      try { Object.defineProperty(globalThis, name, { value: 5 }) } catch {}
      if (globalThis[name] !== found || Reflect.deleteProperty(globalThis, name)) wrong.push(name + " was changed");
    }
    if (!Object.isFrozen(Object.getPrototypeOf(new URLSearchParams().entries()))) wrong.push("entries");
    console.log(JSON.stringify(wrong));
    { const URL = 5; console.log(URL) }
  `);
  assertEquals(lines, ["[]", "5"]);
});

Deno.test("Isolate: random bytes are the same with the same seed, and others in each realm without one", () => {
  const drawn = (seed?: number) => {
    const isolate = new Isolate({
      config: {
        name: "guest",
        messageBytes: 100_000,
        processes: 10,
        handles: 10,
        granted: [],
        env: {},
        ...(seed === undefined ? {} : { seed }),
      },
      turnMs: 1000,
      code: CODE,
    });
    isolate.link(new Map([["/main.ts", "console.log(crypto.randomUUID(), Math.random());"]]), { entry: "/main.ts" });
    return said(isolate.evaluate())[0];
  };
  assertEquals([drawn(5), drawn(5)].map((each) => JSON.stringify(each)), Array(2).fill(JSON.stringify(drawn(5))));
  assertEquals(new Set([drawn(), drawn(), drawn(5), drawn(6)].map((each) => JSON.stringify(each))).size, 4);
});

Deno.test("Isolate: at the end of the stack a global that is made when it is asked for brings nothing in", () => {
  const isolate = isolateOf(
    `
    let foreign = 0;
    const judge = (thing) => { if (thing !== undefined && !(thing instanceof Object)) foreign++ };
    const dive = () => {
      try { dive() } catch (error) { judge(error) }
      for (const name of ["URL", "TextDecoder", "TextEncoder", "URLSearchParams"]) {
        try { judge(globalThis[name]) } catch (error) { judge(error) }
      }
      try { judge(new URL("http://a/?b=1")) } catch (error) { judge(error) }
    };
    dive();
    console.log(foreign);
  `,
    { turnMs: 20_000 },
  );
  assertEquals(said(isolate.evaluate())[0], ["line", "log", "0"]);
});
