import { assert, assertEquals } from "@std/assert";
import { isNormalExit, reasonOf } from "../processes/exit_reason.ts";
import { sendableReason } from "./_sendable_reason.ts";

Deno.test("sendableReason() leaves what can be sent as it is", () => {
  for (const reason of ["normal", { shutdown: [1n, new Map([["a", new Date(0)]])] }, reasonOf(new RangeError("x"))]) {
    assert(sendableReason(reason) === reason);
  }
});

Deno.test("sendableReason() makes text of what cannot, and of nothing else", () => {
  const stream = new ReadableStream();
  const two = () => 2;
  const odd = Object.assign(new RangeError("odd", { cause: stream }), { code: 5, list: [1, two] });
  const { error } = sendableReason(reasonOf(odd)) as { error: { [key: string]: unknown } };
  assertEquals([error["name"], error["message"], error["cause"]], ["RangeError", "odd", "{}"]);
  assertEquals(error["data"], { code: 5, list: [1, `${two}`] });
  const shutdown = sendableReason({ shutdown: { by: "x", stream } });
  assertEquals([shutdown, isNormalExit(shutdown)], [{ shutdown: { by: "x", stream: "{}" } }, true]);
  assertEquals(sendableReason({ thrown: Symbol("no") }), { thrown: "Symbol(no)" });
});

Deno.test("sendableReason() bears whatever was thrown", () => {
  const proxy = new Proxy({}, {
    ownKeys() {
      throw new TypeError("nobody looks");
    },
  });
  const deep = { a: { a: { a: { a: { a: { a: Promise.resolve() } } } } } };
  for (const reason of [{ thrown: proxy }, deep, { thrown: Promise.resolve() }]) {
    structuredClone(sendableReason(reason));
  }
});

Deno.test("sendableReason() makes a text of what a transport of less than most does not take", () => {
  const isJson = (value: unknown) => {
    try {
      return JSON.stringify(value) !== undefined;
    } catch {
      return false;
    }
  };
  const round: { self?: unknown } = {};
  round.self = round;
  const reason = { error: { name: "Odd", message: "it goes round", data: { round, n: 1 } } } as const;
  const sent = sendableReason(reason as never, isJson) as unknown as typeof reason;
  assertEquals([sent.error.message, sent.error.data.n, isJson(sent)], ["it goes round", 1, true]);
  assertEquals(sendableReason(reason as never), reason as never);
});
