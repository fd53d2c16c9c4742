import { assertEquals } from "@std/assert";
import { CODE } from "../isolate/testdata/isolates.ts";
import { Cell } from "./cell.ts";
import type { FromWall } from "./wall_protocol.ts";

const PLAN = { from: 1, to: 2, migrates: true };

function cellOf({ turnMs = 5000 } = {}) {
  const waiting: ((message: FromWall) => void)[] = [];
  const posted: FromWall[] = [];
  const cell = new Cell({
    id: 3,
    config: { name: "guest", messageBytes: 10_000, processes: 10, handles: 100, granted: [], env: {} },
    limits: { turnMs, heapMb: 1000, memoryMb: 1000 },
    code: CODE,
    post: (message) => {
      const next = waiting.shift();
      if (next === undefined) posted.push(message);
      else next(message);
    },
  });
  const next = () => {
    const message = posted.shift();
    return message === undefined ? new Promise<FromWall>((resolve) => waiting.push(resolve)) : Promise.resolve(message);
  };
  const until = async (part: string) => {
    for (;;) {
      const message = await next();
      if (JSON.stringify(message).includes(part)) return message;
      cell.taken(1);
    }
  };
  return { cell, next, until, posted };
}

Deno.test("Cell loads, gives turns to what comes in and to what is due", async () => {
  const { cell, until } = cellOf();
  await cell.load([["/main.ts", "setTimeout(() => console.log('due'), 2); export const one = () => 1;"]], {
    entry: "/main.ts",
  });
  await until("loaded");
  await until("due");
  cell.receive(['["run",1,"one",[]]']);
  await until("done");
  cell.end();
});

Deno.test("Cell tells what does not load", async () => {
  const { cell, next } = cellOf();
  await cell.load([["/main.ts", 'import "x";']], { entry: "/main.ts" });
  assertEquals(await next(), ["import_denied", 3, "x", "/main.ts"]);
  await cell.load([["/main.ts", "export const ="]], { entry: "/main.ts" });
  assertEquals(await next(), ["unreadable", 3, "/main.ts: Unexpected token '='"]);
  cell.end();
});

Deno.test("Cell: one that says much waits until it was heard", async () => {
  const { cell, posted } = cellOf();
  await cell.load([["/main.ts", "export const one = () => 1;"]], { entry: "/main.ts" });
  for (let n = 0; n < 40; n++) cell.receive([`["run",${n},"one",[]]`]);
  const heard = posted.length;
  assertEquals(heard <= 16, true);
  cell.taken(heard);
  assertEquals([posted.length > heard, posted.length < 40], [true, true]);
  cell.end();
});

Deno.test("Cell: a turn that was ended is told, and it has no other", async () => {
  const { cell, until, posted } = cellOf({ turnMs: 250 });
  await cell.load([["/main.ts", "export const spin = () => { while (true); };"]], { entry: "/main.ts" });
  cell.receive(['["run",1,"spin",[]]']);
  const [kind, id, limit, value] = await until("turnMs");
  assertEquals([kind, id, limit, value], ["over", 3, "turnMs", 250]);
  cell.receive(['["run",2,"spin",[]]']);
  assertEquals(posted, []);
});

Deno.test("Cell tries a version that does not come to an end again, gives turns in between, and tells it once", async () => {
  const { cell, until, posted } = cellOf();
  cell.load([["/main.ts", "export const one = () => 1;"]], { entry: "/main.ts" });
  cell.reload(1, { modules: [["/main.ts", "while (true);"]], entry: "/main.ts", pauseMs: 50, plan: PLAN });
  assertEquals(posted.filter(([kind]) => kind === "not_linked"), [], "it is given up before it was tried again");
  cell.receive(['["run",7,"one",[]]']);
  await until('"done\\",7');
  const [, , version, why] = await until("not_linked");
  const { kind, limit, limitMs, usedMs } = why as Record<string, unknown>;
  assertEquals([version, kind, limit, limitMs, posted.length], [1, "endless", "pauseMs", 50, 0]);
  assertEquals(Number(usedMs) >= 50, true, `${usedMs}`);
  cell.reload(2, { modules: [["/main.ts", "while (true);"]], entry: "/main.ts", pauseMs: 50, plan: PLAN });
  cell.forget(2);
  cell.reload(3, {
    modules: [["/main.ts", "export const one = () => 3;"]],
    entry: "/main.ts",
    pauseMs: 50,
    plan: PLAN,
  });
  assertEquals((await until("linked"))[2], 3);
  cell.end();
});

Deno.test("Cell: a version has as long as pauseMs to be evaluated, and no longer than a turn", async () => {
  const { cell, until } = cellOf({ turnMs: 300 });
  cell.load([["/main.ts", "export const one = () => 1;"]], { entry: "/main.ts" });
  const takes = (ms: number) => `const end = performance.now() + ${ms}; while (performance.now() < end);`;
  const options = (ms: number, pauseMs: number) =>
    ({ modules: [["/main.ts", takes(ms)]], entry: "/main.ts", pauseMs, plan: PLAN }) as const;
  cell.reload(1, options(120, 280));
  assertEquals((await until("linked"))[2], 1);
  cell.forget(1);
  cell.reload(2, options(120, 50));
  assertEquals(JSON.stringify(await until("not_linked")).includes('"limit":"pauseMs","limitMs":50'), true);
  cell.reload(3, options(1000, 1e6));
  assertEquals(JSON.stringify(await until("not_linked")).includes('"limit":"turnMs","limitMs":300'), true);
  cell.end();
});

Deno.test("Cell says much in pieces of whole messages", async () => {
  const { cell, until, posted } = cellOf();
  await cell.load([["/main.ts", 'export const give = () => "x".repeat(9900);']], { entry: "/main.ts" });
  await until("loaded");
  cell.receive(Array.from({ length: 8 }, (_, n) => `["run",${n},"give",[]]`));
  const pieces = posted.flatMap((message) => message[0] === "out" ? [message[2]] : []);
  assertEquals([pieces.length, pieces.every((each) => each.length < 76_000)], [2, true]);
  const kinds = pieces.flatMap((each) => each.split("\n")).map((each) => (JSON.parse(each) as [string])[0]);
  assertEquals(kinds.filter((kind) => kind === "done").length, 8);
  cell.end();
});
