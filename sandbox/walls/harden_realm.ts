/**
 * Names of the global object that nothing of ours needs behind a wall. `Deno` and `process` stay: Deno's own code for
 * `node:` modules looks them up when it is first used, and fails the worker without.
 */
const REMOVED = [
  "fetch",
  "Worker",
  "WebSocket",
  "WebSocketStream",
  "EventSource",
  "BroadcastChannel",
  "caches",
  "localStorage",
  "sessionStorage",
  "indexedDB",
  "WebAssembly",
  "SharedArrayBuffer",
  "eval",
  "Function",
  "importScripts",
  "close",
];

/**
 * Makes the realm that holds those of the guests poor: should an object of it ever get into one of them, then no code can
 * be made of a text with it, and there is little that it leads to. A second bar; the first is that none gets there.
 */
export function hardenRealm(): void {
  const functions = [function () {}, async function () {}, function* () {}, async function* () {}];
  for (const each of functions) Reflect.deleteProperty(Object.getPrototypeOf(each), "constructor");
  for (const name of REMOVED) Reflect.deleteProperty(globalThis, name);
}
