import { assertEquals } from "@std/assert";
import { VirtualClock } from "@superlearner/otp/simulation";
import { learner } from "../server/learner.ts";
import { office } from "../testdata/nodes.ts";
import { flatten, wholePatch } from "./forest_patch.ts";
import { RemoteSource } from "./remote_source.ts";
import type { Connection } from "./source.ts";
import { testSource } from "./source_suite.ts";
import { HEARTBEAT_MS, type SnapshotMessage } from "./wire.ts";

testSource("RemoteSource", ({ system, clock }) => {
  const app = learner({ system, clock, onProblem() {} });
  const get: typeof fetch = async (input, init) => await app.request(`http://localhost${input}`, init);
  return { source: new RemoteSource({ fetch: get, clock }), close: () => app.close() };
});

/** A server that a test speaks for. */
class Line {
  readonly clock = new VirtualClock({ wallTime: 1_000_000 });
  readonly lastIds: (string | null)[] = [];
  readonly connections: Connection[] = [];
  readonly told: string[] = [];
  readonly source: RemoteSource;
  controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  status = 200;

  constructor(initial?: SnapshotMessage) {
    this.source = new RemoteSource({
      clock: this.clock,
      ...(initial === undefined ? {} : { initial }),
      fetch: (_input, init) => {
        this.lastIds.push(new Headers(init?.headers).get("last-event-id"));
        const body = new ReadableStream<Uint8Array>({ start: (controller) => void (this.controller = controller) });
        init?.signal?.addEventListener("abort", () => {
          try {
            this.controller?.error(init.signal?.reason);
          } catch { /* it had ended */ }
        });
        return Promise.resolve(new Response(this.status === 200 ? body : null, { status: this.status }));
      },
    });
  }

  listen(): void {
    this.source.subscribe({
      connection: (connection) => void this.connections.push(connection),
      gap: () => void this.told.push("gap"),
      event: ({ sequence }) => void this.told.push(`event ${sequence}`),
      forest: () => void this.told.push("forest"),
    });
  }

  async say(text: string): Promise<void> {
    this.controller?.enqueue(new TextEncoder().encode(text));
    await turns();
  }

  async snapshot(id: string, resumed: boolean): Promise<void> {
    await this.say(`id: ${id}\nevent: snapshot\ndata: ${JSON.stringify(snapshot(resumed))}\n\n`);
  }

  advance(ms: number): Promise<void> {
    return this.clock.advance(ms, turns).then(turns);
  }
}

function snapshot(resumed: boolean): SnapshotMessage {
  return { clockOffset: 5, resumed, patch: wholePatch(flatten([office()])) };
}

/** Lets streams and promises do what they have to do. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise<void>((resolve) => setImmediateTask(resolve));
}

function setImmediateTask(done: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    port2.close();
    done();
  };
  port2.postMessage(0);
}

Deno.test("RemoteSource - shows what a page was rendered with until it hears more", () => {
  const line = new Line(snapshot(false));
  assertEquals(line.source.forest[0]?.children.length, 3);
  assertEquals([line.source.connection.status, line.source.clockOffset], ["connecting", 5]);
  line.source[Symbol.dispose]();
});

Deno.test("RemoteSource - connects with the first listener, hangs up with the last", async () => {
  const line = new Line();
  assertEquals(line.lastIds, []);
  const subscription = line.source.subscribe({});
  await turns();
  assertEquals(line.lastIds, [null]);
  subscription.unsubscribe();
  await turns();
  assertEquals(line.clock.nextAlarm, undefined);
  line.source[Symbol.dispose]();
});

Deno.test("RemoteSource - a broken line is stale, tried again, and resumed where it broke", async () => {
  const line = new Line();
  line.listen();
  await turns();
  await line.snapshot("e.7", false);
  await line.say('id: e.8\nevent: happened\ndata: {"type":"process.suspended","sequence":8}\n\n');
  line.controller?.close();
  await turns();
  const { status, retryAt, problem } = line.source.connection;
  assertEquals([status, retryAt, problem], ["stale", 1_000_500, "The server closed the line"]);
  assertEquals(line.source.forest.length, 1);
  await line.advance(500);
  await line.snapshot("e.9", true);
  assertEquals(line.lastIds, [null, "e.8"]);
  assertEquals(line.source.connection.status, "live");
  assertEquals(line.told, ["forest", "event 8", "forest"]);
  line.source[Symbol.dispose]();
});

Deno.test("RemoteSource - says that something may be missing where the server cannot tell all", async () => {
  const line = new Line();
  line.listen();
  await turns();
  await line.snapshot("e.7", false);
  line.controller?.close();
  await line.advance(500);
  await line.snapshot("f.1", false);
  assertEquals(line.told, ["forest", "gap", "forest"]);
  line.source[Symbol.dispose]();
});

Deno.test("RemoteSource - waits longer with every failure, ten seconds at most", async () => {
  const line = new Line();
  line.status = 503;
  line.listen();
  await turns();
  const waits: number[] = [];
  for (let tries = 0; tries < 7; tries++) {
    const { retryAt } = line.source.connection;
    waits.push(retryAt! - line.clock.wallTime());
    await line.advance(waits.at(-1)!);
  }
  assertEquals(waits, [500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
  line.source[Symbol.dispose]();
});

Deno.test("RemoteSource - gives up a line on which nothing is heard, not even a heartbeat", async () => {
  const line = new Line();
  line.listen();
  await turns();
  await line.snapshot("e.1", false);
  await line.advance(HEARTBEAT_MS);
  await line.say(": still here\n\n");
  await line.advance(2 * HEARTBEAT_MS);
  assertEquals(line.source.connection.status, "live");
  await line.advance(HEARTBEAT_MS);
  assertEquals(line.source.connection.status, "stale");
  line.source[Symbol.dispose]();
});
