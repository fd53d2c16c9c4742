import type { StreamEvent } from "../operations/reply.ts";

const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store",
  // Proxies that collect before they pass on would hold events back.
  "x-accel-buffering": "no",
};

/** Events as an answer. Opens with a comment at once; what the reader does not take is not asked for. */
export function sseResponse(events: AsyncIterable<StreamEvent>, options: { abort: () => void }): Response {
  const iterator = events[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(": open\n\n")),
    async pull(controller) {
      try {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(formatEvent(value)));
      } catch {
        // The answer has begun: what is left is to end it without saying why.
        controller.close();
      }
    },
    cancel() {
      options.abort();
      // Not awaited: a generator that waits returns only when its wait is over.
      void iterator.return?.();
    },
    // One more than the opening comment: the events are asked for at once, not when somebody first reads.
  }, { highWaterMark: 2 });
  return new Response(body, { headers: HEADERS });
}

/** The headers of a stream without the stream: the answer to HEAD. */
export function sseHead(): Response {
  return new Response(null, { headers: HEADERS });
}

/** One event as text. JSON has no line breaks of its own, so the data is always one line. */
export function formatEvent({ id, event, data }: StreamEvent): string {
  if (data === undefined && event === undefined) return ":\n\n";
  const lines: string[] = [];
  if (id !== undefined) lines.push(`id: ${oneLine(id)}`);
  if (event !== undefined) lines.push(`event: ${oneLine(event)}`);
  lines.push(`data: ${JSON.stringify(data ?? null)}`);
  return `${lines.join("\n")}\n\n`;
}

function oneLine(text: string): string {
  return text.replace(/[\r\n\0]/g, "");
}
