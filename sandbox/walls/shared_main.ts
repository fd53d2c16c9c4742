/** The first module of a subprocess that several sandboxes share; bundled. It holds a worker for each, and carries messages. */
import { encodeFrame, FrameReader, MARK_BYTES } from "./frames.ts";
import { lockFreed } from "./locks.ts";
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

const { stdin, stdout, exit } = Deno;
const input = stdin.readable.getReader();
const mark = new Uint8Array(MARK_BYTES);
const rooms = new Map<number, Room>();
const common: { worker: string; bundle: string; cache?: Uint8Array } = { worker: "", bundle: "" };

const frames = new FrameReader(mark, (said) => {
  const message = said as ToShared;
  switch (message[0]) {
    case "start":
      [, common.worker, common.bundle] = message;
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
});

function open(id: number, start: Required<Pick<WallStart, "version" | "nonce" | "lock">>): void {
  const url = `data:application/javascript,${encodeURIComponent(common.worker)}`;
  const worker = new Worker(url, { type: "module", deno: { permissions: "none" } } as WorkerOptions);
  const { port1, port2 } = new MessageChannel();
  const room: Room = { worker, port: port1, lock: start.lock, isReady: false };
  rooms.set(id, room);
  const left = (why: string) => {
    if (rooms.get(id) === room) send(["ended", id, why]);
  };
  worker.onerror = (event) => {
    event.preventDefault(); // or all would end
    left(`its worker failed: ${event.message}`);
  };
  port1.onmessage = ({ data }: MessageEvent) => {
    if (rooms.get(id) !== room) return;
    send(["from", id, data]);
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
  send(["closed", id, gone]);
}

/** At once and to the end: where the other side is slow, this one waits, and so do the guests. */
function send(message: FromShared): void {
  const bytes = encodeFrame(mark, message);
  for (let sent = 0; sent < bytes.length;) sent += stdout.writeSync(bytes.subarray(sent));
}

let marked = 0;
for (;;) {
  const { value } = await input.read();
  if (value === undefined) break;
  const missing = value.subarray(0, MARK_BYTES - marked);
  mark.set(missing, marked);
  marked += missing.length;
  if (missing.length < value.length) frames.push(value.slice(missing.length));
}
exit(0); // whoever started it is gone
