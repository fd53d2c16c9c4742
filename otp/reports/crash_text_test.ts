import { assert, assertEquals, assertMatch } from "@std/assert";
import { Redaction } from "../presenting/redaction.ts";
import { reasonOf } from "../processes/exit_reason.ts";
import type { CrashReport } from "../processes/reporter.ts";
import { crashHeadline, formatCrash, shownValue, stackLines } from "./crash_text.ts";

const report: CrashReport = {
  pid: "<0.7.0>",
  name: "counter",
  behaviour: "GenServer",
  module: "Counter",
  version: 2,
  initialCall: "Counter.init",
  reason: { error: { name: "Error", message: "Bad", stack: "Error: Bad\n    at add (file:///app/counter.ts:4:1)" } },
  lastMessage: { n: 1, token: "t" },
  lastForm: "cast",
  lastKind: "add",
  state: { count: 1n, session: { password: "hunter2" } },
  parent: "<0.2.0>",
  ancestors: ["tree", "<0.1.0>"],
  links: ["<0.2.0>"],
  linkCount: 3,
  trapExit: false,
  mailboxLength: 4,
  handled: 17,
  uptimeMs: 1234,
  wallTime: 0,
  log: [{ time: 3, event: { type: "state", state: 0 } }],
};

Deno.test("formatCrash() says who, why, where, at which message and in which state, and among whom", () => {
  assertEquals(
    formatCrash(report),
    `Counter <0.7.0> (counter) crashed: Error: Bad
    at add (file:///app/counter.ts:4:1)
  message: cast "add" {"n":1,"token":"[redacted]"}
  state: {"count":{"$bigint":"1"},"session":{"password":"[redacted]"}}
  started as: GenServer Counter.init, version 2, 1.2 s before
  ancestors: tree, <0.1.0>
  links: <0.2.0>, of 3
  mailbox: 4 waiting, 17 taken
  log: at 3 ms: new state 0`,
  );
});

Deno.test("formatCrash() leaves out what there is not", () => {
  const bare = {
    ...report,
    name: undefined,
    version: undefined,
    reason: "boom",
    lastMessage: undefined,
    lastForm: undefined,
    lastKind: undefined,
    state: undefined,
    ancestors: [],
    links: [],
    linkCount: 0,
    uptimeMs: 12.3,
    log: [],
  };
  assertEquals(
    formatCrash(bare),
    `Counter <0.7.0> crashed: boom
  started as: GenServer Counter.init, 12 ms before
  mailbox: 4 waiting, 17 taken`,
  );
});

Deno.test("formatCrash() is bounded, knows cycles, and takes other rules", () => {
  const huge: Record<string, unknown> = { text: "x".repeat(1e6), list: Array(1e6).fill("y"), iban: "DE1" };
  huge["self"] = huge;
  const text = formatCrash({ ...report, state: huge, lastMessage: huge, reason: { huge } });
  assert(text.length < 8100);
  assert(formatCrash({ ...report, state: huge }, { maxLength: 100 }).length < 130);
  const redaction = new Redaction({ builtIn: false, keys: ["iban"] });
  assertMatch(
    formatCrash({ ...report, state: { iban: "DE1", password: "p" } }, { redaction }),
    /\{"iban":"\[redacted\]","password":"p"\}/,
  );
});

Deno.test("stackLines() folds the runtime, tells three causes, and reads nothing that throws", () => {
  const inner = new Error("Inner");
  const lines = stackLines(reasonOf(new Error("Outer", { cause: inner })), new Redaction());
  assertMatch(lines[0]!, /^ {4}at .*crash_text_test\.ts/);
  assert(lines.includes("  caused by Error: Inner"));
  assert(lines.some((line) => /^ {4}… \d+ more frames?, of the runtime$/.test(line)));
  let chain = new Error("0");
  for (let depth = 1; depth < 10; depth++) chain = new Error(String(depth), { cause: chain });
  const causes = stackLines(reasonOf(chain), new Redaction()).filter((line) => line.startsWith("  caused by"));
  assertEquals(causes.length, 3);
  const bombs = [
    {
      get error(): never {
        throw new Error("read");
      },
    },
    {
      error: {
        name: "E",
        message: "m",
        get stack(): never {
          throw new Error("read");
        },
      },
    },
    null,
    "boom",
  ];
  for (const reason of bombs) assertEquals(stackLines(reason as never, new Redaction()), []);
});

Deno.test("crashHeadline() and shownValue() are one line each", () => {
  assertEquals(crashHeadline({ ...report, reason: "a\nb" }, new Redaction()), "Counter <0.7.0> (counter) crashed: a b");
  assertEquals(shownValue("a\nb", new Redaction()), '"a\\nb"');
});
