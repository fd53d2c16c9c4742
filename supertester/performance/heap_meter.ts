/** Tells how much of the heap is used. One heap is shared by all that runs in an isolate, tests beside this one included. */
export interface HeapMeter {
  /** Bytes in use, garbage that has not been collected included; `undefined` where the platform does not tell. */
  usedBytes(): number | undefined;
  /** Collects garbage, all of it; missing where the platform cannot be asked to. */
  readonly collect?: (() => void | Promise<void>) | undefined;
}

/** The part of Node's `process`, which Deno has as well, that is used here. */
interface HostProcess {
  memoryUsage?(): { heapUsed: number };
  getBuiltinModule?(name: string): unknown;
}

/** What of the global scope is looked at. A page has none of it but, in some browsers, `performance.memory`. */
interface Surroundings {
  process?: HostProcess;
  gc?: () => void;
  performance?: { memory?: { usedJSHeapSize: number } };
}

/**
 * The heap of this isolate. Deno and Node tell its size, and collect garbage when asked, also without `--expose-gc`;
 * Chromium tells a rounded size; elsewhere nothing is known.
 */
export function platformHeap(surroundings: object = globalThis): HeapMeter {
  const { process: host, gc, performance } = surroundings as Surroundings;
  const usedBytes = () => host?.memoryUsage?.().heapUsed ?? performance?.memory?.usedJSHeapSize;
  return {
    usedBytes,
    get collect() {
      return gc ?? hiddenCollector(host);
    },
  };
}

/** Those that were found, by their host: each costs a context. */
const collectors = new WeakMap<HostProcess, (() => void) | "none">();

function hiddenCollector(host: HostProcess | undefined): (() => void) | undefined {
  if (host === undefined) return undefined;
  const collector = collectors.get(host) ?? askForCollector(host) ?? "none";
  collectors.set(host, collector);
  return collector === "none" ? undefined : collector;
}

/** V8 gives its collector to each new context once it was told to, whatever flags the program was started with. */
function askForCollector(host: HostProcess): (() => void) | undefined {
  try {
    const v8 = host.getBuiltinModule?.("node:v8") as { setFlagsFromString(flag: string): void } | undefined;
    const vm = host.getBuiltinModule?.("node:vm") as { runInNewContext(code: string): unknown } | undefined;
    if (v8 === undefined || vm === undefined) return undefined;
    v8.setFlagsFromString("--expose-gc");
    const gc = vm.runInNewContext("typeof gc === 'function' ? gc : undefined");
    return typeof gc === "function" ? gc as () => void : undefined;
  } catch {
    return undefined; // an engine, or a policy, that does not allow it
  }
}
