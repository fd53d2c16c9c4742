import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import { ArgumentError, type CallError } from "../processes/errors.ts";
import { everyOrder, fateOf } from "../testdata/world.ts";
import { GenServer } from "./gen_server.ts";
import { type LabelledAnswer, RequestIds } from "./request_ids.ts";
import type { From } from "./server_self.ts";

/** Answers each question when it is told to. */
const Desk = GenServer.define({
  name: "Desk",
  init: () => new Map<number, From>(),
  calls: {
    ask: (waiting, id: number, self) =>
      GenServer.noreply<typeof waiting, number>(new Map([...waiting, [id, self.from]])),
  },
  casts: {
    answer: (waiting, id: number) => {
      waiting.get(id)!.reply(id * 10);
      return waiting;
    },
  },
});

Deno.test("RequestIds.next() gives the answers in the order they come, each with its label", async () => {
  await everyOrder(async ({ system, settle }) => {
    const desk = await system.start(Desk);
    const requests = new RequestIds<string, number>();
    for (const id of [1, 2, 3]) requests.add(desk.sendRequest("ask", id), `question ${id}`);
    assertEquals([requests.size, requests.entries().map(([, label]) => label)], [
      3,
      [1, 2, 3].map((id) => `question ${id}`),
    ]);
    const first = fateOf(requests.next());
    for (const id of [3, 1]) desk.cast("answer", id);
    await settle();
    const { label, reply, request } = first.value as LabelledAnswer<string, number>;
    assertEquals([label, reply, request.check()], ["question 3", 30, { reply: 30 }]);
    assertEquals([requests.size, requests.entries().map(([, label]) => label)], [2, ["question 1", "question 2"]]);
    desk.cast("answer", 2);
    await settle();
    const rest = [await requests.next(), await requests.next()] as LabelledAnswer<string, number>[];
    assertEquals(rest.map(({ reply }) => reply), [10, 20]);
    assertEquals([requests.size, await requests.next(), await requests.next({ timeoutMs: 5 })], [
      0,
      "no_request",
      "no_request",
    ]);
  }, 10);
});

Deno.test("RequestIds.next() gives timeout when none has come in time, and may be asked again", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const desk = await system.start(Desk);
    const requests = new RequestIds<number, number>().add(desk.sendRequest("ask", 1), 1).add(
      desk.sendRequest("ask", 2),
      2,
    );
    const late = fateOf(requests.next({ timeoutMs: 50 }));
    await advance(50);
    assertEquals([late.value, requests.size], ["timeout", 2]);
    const [one, other] = [fateOf(requests.next({ timeoutMs: 50 })), fateOf(requests.next({ timeoutMs: 50 }))];
    desk.cast("answer", 2);
    await settle();
    await advance(50);
    assertEquals([(one.value as LabelledAnswer<number, number>).label, other.value, requests.size], [2, "timeout", 1]);
  }, 10);
});

Deno.test("RequestIds: one that dies is an answer like any other, and the others go on", async () => {
  await everyOrder(async ({ system, settle }) => {
    const [bad, good] = [await system.start(Desk), await system.start(Desk)];
    const requests = new RequestIds<string, number>();
    requests.add(bad.sendRequest("ask", 1), "bad").add(good.sendRequest("ask", 2), "good");
    await settle();
    system.exit(bad.pid!, "boom");
    good.cast("answer", 2);
    const seen: unknown[] = [];
    for await (const answer of requests) {
      assertType<IsExact<typeof answer.error, CallError | undefined>>(true);
      seen.push([answer.label, answer.error?.reason ?? answer.reply]);
    }
    assertEquals(seen, [["bad", "boom"], ["good", 20]]);
  }, 10);
});

Deno.test("RequestIds.add() takes one that is answered already, and none twice", async () => {
  await everyOrder(async ({ system, settle }) => {
    const desk = await system.start(Desk);
    const request = desk.sendRequest("ask", 1);
    const other = desk.sendRequest("ask", 2);
    desk.cast("answer", 1);
    await settle();
    const requests = new RequestIds<string, number>().add(other, "open").add(request, "done");
    for (const each of [request, other]) {
      assertThrows(() => requests.add(each, "again"), ArgumentError, "it is in a collection once");
    }
    assertEquals(requests.entries().map(([, label]) => label), ["done", "open"]);
    assertEquals((await requests.next() as LabelledAnswer<string, number>).label, "done");
    await assertRejects(() => requests.next({ timeoutMs: -1 }), ArgumentError, "timeoutMs is a number");
  }, 2);
});
