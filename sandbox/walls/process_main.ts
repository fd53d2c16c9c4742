/** The first module of a subprocess that holds guests; bundled. It holds the worker, and carries messages back and forth. */
import { childPipe } from "./child_pipe.ts";
import { lockFreed } from "./locks.ts";
import { MailSender, newMailbox } from "./mailbox.ts";
import { moduleUrl } from "./module_url.ts";
import type { ToWall, WallStart } from "./wall_protocol.ts";

const { exit } = Deno;
const pipe = childPipe();
let mail: MailSender | undefined;

function received(message: unknown): void {
  if (mail === undefined) mail = begin(message as WallStart);
  else mail.say(message as ToWall);
}

/** Its code stands before this: so it starts while all else is on its way. */
const { superlearnerWorker: code } = globalThis as unknown as { readonly superlearnerWorker: string };
const worker = new Worker(moduleUrl(code), { type: "module", deno: { permissions: "none" } } as WorkerOptions);
worker.onerror = (event) => {
  event.preventDefault();
  console.error(event.message);
  exit(3);
};

function begin(start: WallStart): MailSender {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }: MessageEvent<[string, ...unknown[]]>) => {
    pipe.send(data);
    if (data[0] === "ready") void lockFreed(start.lock!, new AbortController().signal).then(() => exit(4));
  };
  const mailbox = newMailbox();
  worker.postMessage({ ...start, mailbox } satisfies WallStart, [port2]);
  return new MailSender(mailbox, (each) => port1.postMessage(each));
}

await pipe.hear(received);
exit(0); // whoever started it is gone
