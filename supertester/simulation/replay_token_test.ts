import { assert, assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { formatToken, parseToken, type ReplayToken, testKey } from "./replay_token.ts";

const TOKEN: ReplayToken = {
  test: testKey("Account: no deposit is lost"),
  marks: "aB-_",
  run: {
    seed: 7,
    strategy: "pct-3-100",
    choices: [0, 0, 0, 2],
    faults: [{ kind: "loss", scope: "messages", at: 3 }],
    slackMs: 5,
  },
};

Deno.test("formatToken: one word that a shell leaves as it is, and parseToken reads it", () => {
  const text = formatToken(TOKEN);
  assert(/^[\w.,:=~-]+$/.test(text), text);
  assert(text.startsWith("v1.account-no-deposit-is-lost~"), text);
  assertEquals(parseToken(text), TOKEN);
  assertEquals(parseToken(` ${text}\n`), TOKEN);
});

Deno.test("formatToken: a token of a run without choices", () => {
  const plain = { ...TOKEN, marks: "", run: { seed: -1, strategy: "fifo", choices: [], faults: [] } };
  assertEquals(parseToken(formatToken(plain)), plain);
});

Deno.test("parseToken: refuses what is none, and says why", () => {
  const refusals: [string, string][] = [
    ["", "a token is one line that begins with v1."],
    ["hello", "a token is one line that begins with v1."],
    [formatToken(TOKEN).replace("v1", "v2"), "this is version 1 of the form"],
    ["v1.x", "a token is v1.TEST.MARKS.RUN"],
    ["v1.x~1.AA.otp1:seed=x:by=fifo", "seed= is a whole number"],
    ["v1.x~1.AA.otp1:seed=1:by=fifo:choices=1x", "a choice is written like"],
  ];
  for (const [text, rule] of refusals) assertThrows(() => parseToken(text), ArgumentError, rule);
});

Deno.test("testKey: another name, another key, also where the words are the same", () => {
  assert(testKey("a b") !== testKey("a-b"));
  assert(/^test~[a-z0-9]+$/.test(testKey("日本")));
});
