/** What a server answers with: a text with its status, or whatever else there is. */
export type CodeAnswers = Readonly<Record<string, string | (() => Response)>>;

/** A server of modules on this machine, and the paths that it was asked for. */
export interface CodeServer extends AsyncDisposable {
  /** Without a slash at its end. */
  readonly url: string;
  readonly asked: string[];
}

/** Serves modules, by path. */
export function serveCode(answers: (url: string) => CodeAnswers): CodeServer {
  const asked: string[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    const { pathname, search } = new URL(request.url);
    asked.push(pathname + search);
    const answer = known[pathname + search];
    if (answer === undefined) return new Response("no", { status: 404 });
    if (typeof answer !== "string") return answer();
    return new Response(answer, { headers: { "content-type": "text/typescript" } });
  });
  const url = `http://127.0.0.1:${server.addr.port}`;
  const known = answers(url);
  return { url, asked, [Symbol.asyncDispose]: () => server.shutdown() };
}

/** A body that never ends, and says nothing more after its first words. */
export function endlessBody(text: string): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode(text)) });
}
