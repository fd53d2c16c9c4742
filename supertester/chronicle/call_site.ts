import { stackFrames } from "@superlearner/otp";

/** Where this package is. In a bundle it is nowhere: its frames look like all others. */
const HOME = import.meta.url?.match(/^(.+\/)chronicle\/call_site\.[jt]s$/)?.[1];

/** What is below it and still the program's: tests and examples, also those in documentation. */
const NOT_OURS = /_(?:test|bench|suite)\.tsx?:|\/(?:testdata|examples)\/|\.ts\$\d/;

/** The place of the innermost frame that belongs to neither the runtime nor this package: `"file:///a.ts:3:9"`. */
export function callSite(stack: string | undefined): string | undefined {
  const { shown, own } = stackFrames(stack ?? "", { most: 50 });
  const frame = own
    ? shown.find((each) => HOME === undefined || !each.includes(HOME) || NOT_OURS.test(each))
    : undefined;
  return frame === undefined ? undefined : /[^\s(@]+:\d+:\d+(?=\)?$)/.exec(frame)?.[0];
}

/** How deep a start may be below the line that asked for it. */
const DEEPEST = 40;

/** The place that led to here; V8 cuts stacks at ten frames unless told otherwise. */
export function callSiteHere(): string | undefined {
  const limited = Error as { stackTraceLimit?: number };
  const { stackTraceLimit } = limited;
  try {
    limited.stackTraceLimit = DEEPEST;
    return callSite(new Error().stack);
  } finally {
    if (stackTraceLimit !== undefined) limited.stackTraceLimit = stackTraceLimit;
  }
}
