/** The first module of a subprocess that several sandboxes share; bundled. It holds a worker for each, and carries messages. */
import { childPipe } from "./child_pipe.ts";
import { lockFreed } from "./locks.ts";
import { moduleUrl } from "./module_url.ts";
import type { FromShared, ToShared } from "./shared_protocol.ts";
import type { WallStart } from "./wall_protocol.ts";

/** How long a worker may take to be gone once it was ended, in milliseconds. */
const GRACE_MS = 1000;

interface Room {
  readonly worker: Worker;
  readonly port: MessagePort;
  readonly lock: string;
  isReady: boolean;
}

const { exit } = Deno;
const pipe = childPipe();
const rooms = new Map<number, Room>();
/** Of all: where the first module of each is, and what it is told. */
const common: { worker: string; bundle: string; cache?: Uint8Array } = { worker: "", bundle: "" };

function received(said: unknown): void {
  const message = said as ToShared;
  switch (message[0]) {
    case "start":
      [, , common.bundle] = message;
      common.worker = moduleUrl(message[1]);
      return;
    case "cache":
      common.cache = message[1];
      return;
    case "open":
      return open(message[1], message[2]);
    case "to":
      return rooms.get(message[1])?.port.postMessage(message[2]);
    case "close":
      return void close(message[1]);
  }
}

function open(id: number, start: Required<Pick<WallStart, "version" | "nonce" | "lock">>): void {
  const worker = new Worker(common.worker, { type: "module", deno: { permissions: "none" } } as WorkerOptions);
  const { port1, port2 } = new MessageChannel();
  const room: Room = { worker, port: port1, lock: start.lock, isReady: false };
  rooms.set(id, room);
  const left = (why: string) => {
    if (rooms.get(id) === room) say(["ended", id, why]);
  };
  worker.onerror = (event) => {
    event.preventDefault(); // or all would end
    left(`its worker failed: ${event.message}`);
  };
  port1.onmessage = ({ data }: MessageEvent) => {
    if (rooms.get(id) !== room) return;
    say(["from", id, data]);
    if (data[0] !== "ready") return;
    room.isReady = true;
    void lockFreed(room.lock, new AbortController().signal).then(() => left("its worker left"));
  };
  const { bundle, cache } = common;
  worker.postMessage({ ...start, bundle, ...(cache && { cache }) } satisfies WallStart, [port2]);
}

async function close(id: number): Promise<void> {
  const room = rooms.get(id);
  if (room === undefined) return;
  rooms.delete(id);
  room.port.close();
  room.worker.terminate();
  const waiting = new AbortController();
  const late = setTimeout(() => waiting.abort(), GRACE_MS);
  const gone = !room.isReady || await lockFreed(room.lock, waiting.signal);
  clearTimeout(late);
  say(["closed", id, gone]);
}

function say(message: FromShared): void {
  pipe.send(message);
}

await pipe.hear(received);
exit(0); // whoever started it is gone
