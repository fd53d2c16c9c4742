import { absent, type Attempt, probe } from "../attempt.ts";
import { fetchRefused, importRefused, noFunction, notGranted } from "../refusals.ts";

const node = (name: string, code: string) =>
  probe(`const m = await import(["no", "de:${name}"].join("")); ${code}`, importRefused(`node:${name}`));
const get = (url: string, host?: string) =>
  probe(
    `return proof(await (await fetch("${url}")).text())`,
    host === undefined ? notGranted("net", url) : fetchRefused(host),
  );

/** Ways to another machine. Every one that is used is counted by the server, whatever the guest says. */
export const NETWORK: readonly Attempt[] = [
  {
    id: 21,
    category: "network",
    title: "fetch",
    probes: [
      get("%URL%/fetch"),
      probe(`return await (await fetch(new Request("%URL%"))).text()`, "threw ReferenceError: Request is not defined"),
      probe(
        `return await (await fetch({ toString: () => "%URL%/object" })).text()`,
        notGranted("net", "%URL%/object"),
      ),
      ...absent("XMLHttpRequest", "Request", "Response"),
    ],
  },
  {
    id: 22,
    category: "network",
    title: "WebSocket, EventSource, WebSocketStream, sendBeacon",
    probes: [
      probe(
        `const s = new WebSocket("ws://%HOST%/socket"); await new Promise((done) => s.onopen = s.onerror = done); return proof("sent")`,
        "threw ReferenceError: WebSocket is not defined",
      ),
      ...absent("EventSource", "WebSocketStream", "WebTransport", "RTCPeerConnection"),
      probe(`return navigator.sendBeacon("%URL%")`, "threw ReferenceError: navigator is not defined"),
    ],
  },
  {
    id: 23,
    category: "network",
    title: "Deno.connect, listen, serve, resolveDns, listenDatagram",
    probes: [
      probe(
        `const c = await Deno.connect({ hostname: "127.0.0.1", port: %PORT% }); c.close(); return proof("connected")`,
        notGranted("net", "[object Object]"),
      ),
      probe(
        `const l = Deno.listen({ port: 0 }); l.close(); return proof("listens")`,
        notGranted("net", "[object Object]"),
      ),
      probe(`return proof(await Deno.resolveDns("localhost", "A"))`, notGranted("net", "localhost")),
      probe(`return proof(Deno.listenDatagram({ port: 0, transport: "udp" }))`, noFunction("Deno.listenDatagram")),
      probe(`return proof(await Deno.startTls({}))`, noFunction("Deno.startTls")),
      probe(`return proof(Deno.createHttpClient({}))`, noFunction("Deno.createHttpClient")),
    ],
  },
  {
    id: 24,
    category: "network",
    title: "node:net, tls, dgram, dns, http, http2",
    probes: [
      node(
        "net",
        `const s = m.connect(%PORT%, "127.0.0.1"); await new Promise((done) => s.on("connect", done)); s.destroy(); return proof("connected")`,
      ),
      node("tls", `return proof(typeof m.connect)`),
      node(
        "dgram",
        `const s = m.createSocket("udp4"); await new Promise((done) => s.send("x", %UDP%, "127.0.0.1", done)); s.close(); return proof("sent")`,
      ),
      node("dns", `return proof(typeof m.lookup)`),
      node(
        "http",
        `return await new Promise((done) => m.get("%URL%/node", (r) => { r.resume(); done(proof(r.statusCode)) }))`,
      ),
      node("http2", `return proof(typeof m.connect)`),
    ],
  },
  {
    id: 25,
    category: "network",
    title: "an import as a beacon",
    probes: [
      probe(`return (await import("%URL%/module.js")).default`, importRefused("%URL%/module.js")),
      probe(`return (await import(["%URL%", "module.js"].join("/"))).default`, importRefused("%URL%/module.js")),
      probe(
        `return (await import("%URL%/module.js", { with: { type: "text" } })).default`,
        importRefused("%URL%/module.js"),
      ),
    ],
  },
  {
    id: 113,
    category: "network",
    title: "a static import as a beacon",
    top: `import stolen from "%URL%/module.js";`,
    probes: [probe(`return stolen`)],
    refusedBy: [{ host: "import_denied" }],
  },
  {
    id: 26,
    category: "network",
    title: "another port or another name of a host that was granted",
    permissions: { net: ["127.0.0.1:%OTHER%"] },
    probes: [
      get("http://127.0.0.1:%PORT%/port", "127.0.0.1:%PORT%"),
      get("http://localhost:%PORT%/name", "localhost:%PORT%"),
      get("http://0.0.0.0:%PORT%/any", "0.0.0.0:%PORT%"),
      get("http://2130706433:%PORT%/decimal", "127.0.0.1:%PORT%"),
      get("http://0x7f.1:%PORT%/hex", "127.0.0.1:%PORT%"),
      get("http://[::ffff:127.0.0.1]:%PORT%/mapped", "[::ffff:7f00:1]:%PORT%"),
      get("http://127.0.0.1:%OTHER%@127.0.0.1:%PORT%/user", "127.0.0.1:%PORT%"),
      get("http://127.0.0.1:%PORT%#@127.0.0.1:%OTHER%/hash", "127.0.0.1:%PORT%"),
    ],
  },
  {
    id: 114,
    category: "network",
    title: "a redirect of a granted host to one that is not",
    permissions: { net: ["127.0.0.1:%OTHER%"] },
    probes: [
      probe(
        `const r = await fetch("http://127.0.0.1:%OTHER%/redirect"); return r.status < 400 && r.status >= 300 ? "not followed" : await r.text()`,
        "gave not followed",
        fetchRefused("127.0.0.1:%PORT%"),
        notGranted("net", "http://127.0.0.1:%OTHER%/redirect"),
      ),
      probe(
        `const r = await fetch("http://127.0.0.1:%OTHER%/redirect", { redirect: "follow" }); return r.status < 400 && r.status >= 300 ? "not followed" : await r.text()`,
        "gave not followed",
        fetchRefused("127.0.0.1:%PORT%"),
        notGranted("net", "http://127.0.0.1:%OTHER%/redirect"),
      ),
    ],
  },
  {
    id: 27,
    category: "network",
    title: "a proxy, set by the environment or by options",
    permissions: { net: ["127.0.0.1:%OTHER%"] },
    probes: [
      probe(`Deno.env.set("HTTP_PROXY", "%URL%"); return proof("set")`, noFunction("Deno.env.set")),
      probe(
        `const r = await fetch("http://127.0.0.1:%OTHER%/plain", { client: { proxy: { url: "%URL%" } }, proxy: "%URL%", dispatcher: {} }); return await r.text()`,
        "gave plain",
      ),
      probe(
        `const r = await fetch("http://127.0.0.1:%OTHER%/plain", { headers: { host: "%HOST%" }, method: "GET" }); return await r.text()`,
        "gave plain",
      ),
    ],
  },
  {
    id: 115,
    category: "network",
    title: "requests smuggled through method and header fields",
    permissions: { net: ["127.0.0.1:%OTHER%"] },
    probes: [
      probe(
        `await fetch("http://127.0.0.1:%OTHER%/plain", { headers: { "x\\r\\nHost: evil": "1" } }); return proof("sent")`,
        'threw TypeError: Invalid header name: "x\r\nHost: evil"',
        "threw TypeError: Invalid header name",
      ),
      probe(
        `await fetch("http://127.0.0.1:%OTHER%/plain", { headers: { x: "1\\r\\n\\r\\nGET / HTTP/1.1" } }); return proof("sent")`,
        'threw TypeError: Invalid header value: "1\r\n\r\nGET / HTTP/1.1"',
        "threw TypeError: Invalid header value",
      ),
      probe(
        `await fetch("http://127.0.0.1:%OTHER%/plain", { method: "GET / HTTP/1.1\\r\\nx: y" }); return proof("sent")`,
        "threw TypeError: Method is not valid",
        "threw TypeError: Invalid method",
      ),
    ],
  },
];
