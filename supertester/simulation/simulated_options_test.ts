import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { settle, type SimulatedOptions } from "./simulated_options.ts";

Deno.test("settle: the defaults that are documented", () => {
  assertEquals(settle({}), {
    runs: 1000,
    seed: 0,
    strategy: "portfolio",
    depth: 3,
    bound: undefined,
    maxSteps: 10_000,
    timeBudgetMs: Infinity,
    faults: undefined,
    slackMs: undefined,
    nodes: [""],
    allow: { crashes: undefined, rejections: false, unanswered: false, cycles: false },
    patienceMs: 60_000,
    messages: "freeze",
    shrinkRuns: 2000,
  });
  assertEquals(settle({ strategy: "exhaustive" }).runs, 10_000);
  assertEquals(settle({ strategy: "exhaustive", bound: Infinity }).bound, Infinity);
});

Deno.test("settle: refuses what is no option, and names the rule and the value", () => {
  const refusals: [unknown, string][] = [
    [null, "options are an object, got null"],
    [{ rns: 1 }, 'got "rns"'],
    [{ allow: { crash: true } }, 'got "allow.crash"'],
    [{ runs: 0 }, "runs is a whole number from 1 up, got 0"],
    [{ runs: 1.5 }, "got 1.5"],
    [{ depth: 0 }, "depth is a whole number from 1 up"],
    [{ maxSteps: NaN }, "maxSteps is a whole number"],
    [{ shrinkRuns: -1 }, "shrinkRuns is a whole number from 0 up"],
    [{ timeBudgetMs: -1 }, "timeBudgetMs is a number of milliseconds from 0 up"],
    [{ patienceMs: NaN }, "patienceMs is a number of milliseconds"],
    [{ strategy: "best" }, "strategy is one of portfolio, fifo"],
    [{ strategy: {} }, "or a StrategyPlan"],
    [{ bound: 2 }, "bound is for strategy exhaustive"],
    [{ strategy: "exhaustive", bound: -1 }, "bound is a whole number from 0 up"],
    [{ strategy: "exhaustive", faults: {} }, "leaves nothing to chance"],
    [{ strategy: "exhaustive", slackMs: 1 }, "has no slackMs"],
    [{ nodes: [] }, "nodes is a list of names"],
  ];
  for (const [options, rule] of refusals) assertThrows(() => settle(options as SimulatedOptions), ArgumentError, rule);
});
