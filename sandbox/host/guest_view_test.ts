import { assertEquals } from "@std/assert";
import { VirtualClock } from "@superlearner/otp/simulation";
import { GuestView } from "./guest_view.ts";

const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));

function setUp() {
  const clock = new VirtualClock();
  const asked: PromiseWithResolvers<unknown>[] = [];
  const view = new GuestView({
    name: "cart",
    clock,
    ask() {
      asked.push(Promise.withResolvers());
      return asked.at(-1)!.promise;
    },
  });
  const tell = async (...numbers: number[]) => {
    asked.at(-1)!.resolve({ trees: [], processes: numbers.map((n) => ({ pid: `<0.${n}.0>` })) });
    await turn();
  };
  const pass = (ms: number) => clock.advance(ms, turn);
  return { view, asked, tell, pass };
}

Deno.test("GuestView gives at once what was told last, and asks again where that is old", async () => {
  const { view, asked, tell, pass } = setUp();
  assertEquals([view.report(), asked.length], [undefined, 0]); // it is not up
  view.refresh();
  view.refresh();
  assertEquals([view.report(), asked.length], [undefined, 1]);
  await tell(1);
  assertEquals([view.report()!.at, view.report()!.processes.map(({ pid }) => pid), asked.length], [
    0,
    ["<cart.1.0>"],
    1,
  ]);
  await pass(1001);
  assertEquals([view.report()!.at, asked.length], [0, 2]);
  await tell(1, 2);
  assertEquals([view.report()!.at, view.report()!.processes.length], [1001, 2]);
});

Deno.test("GuestView says where an answer is overdue, until there is one; it asks no more than once a second", async () => {
  const { view, asked, tell, pass } = setUp();
  view.refresh();
  await tell(1);
  await pass(1001);
  assertEquals(view.report()!.overdue, false);
  await pass(2001);
  assertEquals([view.report()!.overdue, asked.length], [true, 2]);
  asked[1]!.reject(new Error("late"));
  await turn();
  assertEquals([view.report()!.overdue, asked.length], [true, 3]);
  await tell(1);
  assertEquals(view.report()!.overdue, false);
});

Deno.test("GuestView asks when something was done, while somebody looks; and says when there are others", async () => {
  const { view, asked, tell, pass } = setUp();
  let changes = 0;
  view.changed = () => void changes++;
  view.refresh();
  await tell(1);
  view.stirred();
  assertEquals(asked.length, 1); // nobody has looked
  view.report();
  view.stirred();
  assertEquals(asked.length, 2);
  await tell(1);
  assertEquals(changes, 1);
  view.stirred();
  await tell(2);
  assertEquals(changes, 2);
  await pass(10_001);
  view.stirred();
  assertEquals(asked.length, 3);
});
