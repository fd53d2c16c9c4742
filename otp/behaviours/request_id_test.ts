import { assert, assertEquals, assertInstanceOf, assertRejects } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import { ArgumentError, CallError } from "../processes/errors.ts";
import type { Self } from "../processes/self.ts";
import { everyOrder, fateOf, mailOf } from "../testdata/world.ts";
import { GenServer } from "./gen_server.ts";
import type { RequestAnswer, RequestId } from "./request_id.ts";
import type { From } from "./server_self.ts";

/** Answers when it is told to. */
const Slow = GenServer.define({
  name: "Slow",
  init: () => [] as From[],
  calls: {
    ask: (waiting, _question: string, self) => GenServer.noreply<From[], number>([...waiting, self.from]),
    now: (waiting) => ["now" as const, waiting],
    stop: () => GenServer.stop("enough"),
  },
  casts: {
    answer: (waiting, reply: unknown) => {
      for (const from of waiting) from.reply(reply);
      return [];
    },
  },
});

Deno.test("sendRequest() goes on at once, and check() says what has come by now", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const slow = await system.start(Slow);
    const request = slow.sendRequest("ask", "why?");
    assertType<IsExact<typeof request, RequestId<number>>>(true);
    await advance(60_000); // it has no time-out of its own
    assertEquals([request.check(), slow.alive], ["no_reply", true]);
    slow.cast("answer", 42);
    await settle();
    assertEquals([request.check(), request.check()], [{ reply: 42 }, { reply: 42 }]);
    const now = slow.sendRequest("now");
    assertType<IsExact<ReturnType<typeof now.check>, RequestAnswer<"now"> | "no_reply">>(true);
    assertEquals([await now.wait(), await now.receive()], [{ reply: "now" }, { reply: "now" }]);
  }, 5);
});

Deno.test("RequestId.wait() may be asked again after a time-out, as Erlang's wait_response", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const slow = await system.start(Slow);
    const request = slow.sendRequest("ask", "");
    const first = fateOf(request.wait({ timeoutMs: 100 }));
    await advance(99);
    assertEquals(first.state, "pending");
    await advance(1);
    assertEquals(first.value, "timeout");
    const [second, third] = [fateOf(request.wait({ timeoutMs: 100 })), fateOf(request.wait())];
    slow.cast("answer", 42);
    await settle();
    assertEquals([second.value, third.value, request.check()], [{ reply: 42 }, { reply: 42 }, {
      reply: 42,
    }]);
  }, 5);
});

Deno.test("RequestId.receive() gives the request up when the time is up, as Erlang's receive_response", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const slow = await system.start(Slow);
    const me = system.attach();
    const request = Slow.at(me, slow.pid!).sendRequest("ask", "");
    const given = fateOf(request.receive({ timeoutMs: 0 }));
    await advance(0);
    slow.cast("answer", 42);
    await settle();
    assertEquals([given.value, request.check(), await request.wait()], ["timeout", "no_reply", "timeout"]);
    assertEquals(await mailOf(me), [], "no late reply in the mailbox");
  }, 5);
});

Deno.test("sendRequest() to nobody, to itself, or to one that dies: the reason is the answer, and nothing is rejected", async () => {
  await everyOrder(async ({ system, settle }) => {
    const slow = await system.start(Slow);
    const { pid } = slow;
    const asked = slow.sendRequest("ask", "");
    const stop = slow.sendRequest("stop");
    const behind = slow.sendRequest("now");
    await settle();
    const late = [slow.sendRequest("now"), Slow.at(system, "nobody").sendRequest("now")];
    await settle();
    const answers = [asked, stop, behind, ...late].map((request) => request.check());
    assertEquals(
      answers.map((answer) => typeof answer === "object" && "error" in answer ? answer.error.reason : answer),
      ["enough", "enough", "enough", "noproc", "noproc"],
    );
    const [first] = answers;
    assert(typeof first === "object" && "error" in first);
    assertInstanceOf(first.error, CallError);
    assertEquals(first.error.call, { server: pid!, kind: "ask", timeoutMs: Infinity });

    const Selfish = GenServer.define({
      name: "Selfish",
      init: function (this: Self) {
        return this.pid;
      },
      calls: {
        me: async (pid, _: undefined, self) => [await Slow.at(self, pid).sendRequest("now").wait(), pid],
      },
    });
    const selfish = await system.start(Selfish);
    const answer = await selfish.call("me") as { error: CallError };
    assertEquals(answer.error.reason, "calling_self");
  }, 5);
});

Deno.test("RequestId of a process that has died: its code never goes on", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const slow = await system.start(Slow);
    const me = system.attach();
    const request = Slow.at(me, slow.pid!).sendRequest("ask", "");
    const waits = [
      fateOf(request.wait()),
      fateOf(request.wait({ timeoutMs: 10 })),
      fateOf(request.receive({ timeoutMs: 10 })),
    ];
    system.exit(me.pid, "boom");
    slow.cast("answer", 1);
    await settle();
    await advance(100);
    assertEquals(waits.map(({ state }) => state), ["pending", "pending", "pending"]);
  }, 3);
});

Deno.test("RequestId: an answer that comes in the moment the time is up was in time", async () => {
  await everyOrder(async ({ system, advance }) => {
    const slow = await system.start(Slow);
    const request = slow.sendRequest("ask", "");
    system.sendAfter(slow.pid!, "tick", { delayMs: 10 }); // a timer of that moment, made before
    const wait = fateOf(request.wait({ timeoutMs: 10 }));
    slow.cast("answer", 42);
    await advance(10);
    assertEquals(wait.value, { reply: 42 });
  }, 5);
});

Deno.test("RequestId refuses a time-out that is none", async () => {
  await everyOrder(async ({ system }) => {
    const request = (await system.start(Slow)).sendRequest("ask", "");
    for (const timeoutMs of [-1, NaN, "5" as never]) {
      await assertRejects(
        () => request.wait({ timeoutMs }),
        ArgumentError,
        "Cannot wait for a reply: timeoutMs is a number",
      );
    }
  }, 0);
});
