/** The first module of a subprocess that holds guests; bundled. It holds the worker, and carries messages back and forth. */
import { encodeFrame, FrameReader, MARK_BYTES } from "./frames.ts";
import { lockFreed } from "./locks.ts";
import { MailSender, newMailbox } from "./mailbox.ts";
import type { ToWall, WallStart } from "./wall_protocol.ts";

const { stdin, stdout, exit } = Deno;
const input = stdin.readable.getReader();
const mark = new Uint8Array(MARK_BYTES);
let mail: MailSender | undefined;

const frames = new FrameReader(mark, (message) => {
  if (mail === undefined) mail = begin(message as WallStart);
  else mail.say(message as ToWall);
});

/** Its code stands before this: so it starts while all else is on its way. */
const { superlearnerWorker: code } = globalThis as unknown as { readonly superlearnerWorker: string };
const url = `data:application/javascript,${encodeURIComponent(code)}`;
const worker = new Worker(url, { type: "module", deno: { permissions: "none" } } as WorkerOptions);
worker.onerror = (event) => {
  event.preventDefault();
  console.error(event.message);
  exit(3);
};

function begin(start: WallStart): MailSender {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }: MessageEvent<[string, ...unknown[]]>) => {
    send(data);
    if (data[0] === "ready") void lockFreed(start.lock!, new AbortController().signal).then(() => exit(4));
  };
  const mailbox = newMailbox();
  worker.postMessage({ ...start, mailbox } satisfies WallStart, [port2]);
  return new MailSender(mailbox, (each) => port1.postMessage(each));
}

/** At once and to the end: where the other side is slow, this one waits, and so does the guest. */
function send(message: unknown): void {
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
