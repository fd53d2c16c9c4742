import { assert, assertEquals } from "@std/assert";
import { GenServer, Supervisor, type SupervisorRef, type System } from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import { type Arsenal, arsenal, type ArsenalOptions } from "./http/app.ts";
import { openApiDocument } from "./http/openapi.ts";
import { matchesTemplate } from "./operations/path_template.ts";

/** A server that answers, waits for ever, or crashes, as it is told. */
const Counter = GenServer.define({
  name: "Counter",
  init: (start: number = 0) => ({ count: start, password: "hunter2" }),
  calls: {
    value: (state) => [state.count, state],
    add: (state, n: number) => [state.count + n, { ...state, count: state.count + n }],
    never: (_state) => new Promise<[number, { count: number; password: string }]>(() => {}),
    crash: (_state, why: string): [number, { count: number; password: string }] => {
      throw new Error(`crashed: ${why}`);
    },
  },
  casts: { increment: (state) => ({ ...state, count: state.count + 1 }) },
  handleInfo: (state) => state,
});

const Inner = Supervisor.define({
  name: "Inner",
  strategy: "one_for_all",
  children: [Counter.child({ id: "deep", name: "deep" })],
});

const Top = Supervisor.define({
  name: "Top",
  children: [
    Counter.child({ id: "counter", name: "counter", args: [10] }),
    Counter.child({ id: "helper", restart: "temporary" }),
    Inner.child({ id: "inner", name: "inner" }),
  ],
});

/** An answer with what matters of it. */
export interface Answered {
  status: number;
  headers: Headers;
  // deno-lint-ignore no-explicit-any -- tests look into answers of every shape
  body: any;
}

/** A simulated System with a small tree, and its arsenal. */
export interface Fixture extends AsyncDisposable {
  simulation: Simulation;
  system: System;
  tree: SupervisorRef;
  app: Arsenal;
  /** The pid under a name. */
  pid(name: string): string;
  /** Waits, turn by turn, until something is so. */
  until(condition: () => boolean): Promise<void>;
  /** Asks, and checks that the documentation knows the answer. The path is below `/api/v1`. */
  ask(request: string, body?: unknown, headers?: Record<string, string>): Promise<Answered>;
}

/** Makes one. Errors of handlers fail the test that brought them about. */
export async function fixture(options: Partial<ArsenalOptions> = {}): Promise<Fixture> {
  const simulation = new Simulation({ messages: "share" });
  const { system, clock } = simulation;
  const tree = await system.start(Top, { name: "top" });
  const errors: unknown[] = [];
  const app = arsenal({ system, clock, onError: (error) => errors.push(error), ...options });
  const ask: Fixture["ask"] = async (request, body, headers = {}) => {
    const [method = "", path = ""] = request.split(" ");
    const response = await app.request(`/api/v1${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    checkDocumented(app, method, path, response);
    const text = await response.text();
    const json = /json/.test(response.headers.get("content-type") ?? "");
    assertEquals(errors, []);
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
  };
  const until = async (condition: () => boolean) => {
    for (let turn = 0; turn < 1000 && !condition(); turn++) await simulation.settle();
    assert(condition(), "what was waited for has come");
  };
  const dispose = async () => {
    app.close();
    await simulation.stop();
  };
  return {
    simulation,
    system,
    tree,
    app,
    pid: (name) => system.whereis(name)!,
    ask,
    until,
    [Symbol.asyncDispose]: dispose,
  };
}

/** Every status that occurs is in the document; every refusal has the one form. */
function checkDocumented(app: Arsenal, method: string, path: string, response: Response): void {
  if (response.status >= 400) {
    const type = response.headers.get("content-type");
    assert(type === "application/problem+json" || response.status === 503, `${response.status} as ${type}`);
  }
  if (path === "/nowhere" || method === "OPTIONS") return;
  const parts = path.split("?")[0]!.slice(1).split("/");
  const operation = app.registry.operations.find((each) =>
    each.method === method.replace("HEAD", "GET") && matchesTemplate(each.template, parts)
  );
  // A method that the path does not have is refused before any operation is reached.
  if (operation === undefined) return assert([401, 403, 405].includes(response.status), `${method} ${path}`);
  const { paths } = openApiDocument([operation]);
  const documented = paths[`/api/v1${operation.path}`]?.[method.replace("HEAD", "GET").toLowerCase()] as {
    responses: object;
  };
  assert(String(response.status) in documented.responses, `${operation.name} documents ${response.status}`);
}

/** Reads server-sent events until there are so many, or the stream ends. */
export async function readEvents(
  response: Response,
  count: number = Infinity,
): Promise<{ id?: string; event?: string; data?: unknown }[]> {
  const events: { id?: string; event?: string; data?: unknown }[] = [];
  let text = "";
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  while (events.length < count) {
    const { done, value } = await reader.read();
    if (done) return events;
    text += value;
    for (let end = text.indexOf("\n\n"); end >= 0 && events.length < count; end = text.indexOf("\n\n")) {
      const lines = text.slice(0, end).split("\n").filter((line) => !line.startsWith(":"));
      text = text.slice(end + 2);
      if (lines.length === 0) continue;
      const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      const [id, event, data] = [field("id"), field("event"), field("data")];
      events.push({
        ...(id === undefined ? {} : { id }),
        ...(event === undefined ? {} : { event }),
        ...(data === undefined ? {} : { data: JSON.parse(data) }),
      });
    }
  }
  await reader.cancel();
  return events;
}
