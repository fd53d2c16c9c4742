import { SandboxError } from "../limits/sandbox_error.ts";
import { type Answer, type AskName, ASKS, type PlannedTest, type TestEvent } from "../testing/protocol.ts";

type Fields = { readonly [field: string]: unknown };

/** Takes what a submission says for an answer. @throws {SandboxError} If it is none. */
export function readAnswer(said: unknown): Answer {
  const { outcome, value, name, message, what } = fieldsOf(said);
  if (outcome === "gave") return { outcome, value };
  if (outcome === "threw" && isText(name) && isText(message)) return { outcome, name, message };
  if (outcome === "lacks" && isText(what)) return { outcome, what };
  throw violated("a submission answers what it was asked");
}

/** What the sandbox of the tests told under the word of the run. @throws {SandboxError} If that is not the word. */
export function readTold(said: unknown, secret: string): unknown {
  const told = fieldsOf(said);
  if (told["secret"] !== secret) throw violated("what is told of the tests carries the word of the run");
  return told["value"];
}

/** Takes what was told for a plan. @throws {SandboxError} If it is none. */
export function readPlan(told: unknown): readonly PlannedTest[] {
  if (!Array.isArray(told)) throw violated("a plan is a list");
  return told.map((each: unknown) => {
    const { name, points, timeoutMs } = fieldsOf(each);
    if (isText(name) && isCount(points) && isCount(timeoutMs)) return { name, points, timeoutMs };
    throw violated("a planned test has a name, points and a time");
  });
}

/** Takes what was told for events. @throws {SandboxError} If they are none. */
export function readEvents(told: unknown): readonly TestEvent[] {
  if (!Array.isArray(told)) throw violated("events are a list");
  return told.map((each: unknown): TestEvent => {
    const [kind, first, ask, args] = Array.isArray(each) ? each as unknown[] : [];
    if (kind === "ask" && isCount(first) && isAsk(ask) && Array.isArray(args)) return [kind, first, ask, args];
    const { passed, message } = fieldsOf(first);
    if (kind === "finished" && typeof passed === "boolean" && isText(message)) return [kind, { passed, message }];
    throw violated("an event of a test is one that there is");
  });
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? value as Fields : {};
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isCount(value: unknown): value is number {
  return Number.isFinite(value) && value as number >= 0;
}

function isAsk(value: unknown): value is AskName {
  return (ASKS as readonly unknown[]).includes(value);
}

function violated(rule: string): SandboxError {
  return new SandboxError("grade", { kind: "protocol_violation", rule });
}
