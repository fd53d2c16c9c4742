import { XMLParser, XMLValidator } from "npm:fast-xml-parser@^5.12";
import { ArgumentError } from "@superlearner/otp";
import type { Outcome, TestFailure } from "./report.ts";

/** One test or step as one run of `deno test` left it. */
export interface TestRun {
  /** The file, as a path from where the tests were run. */
  readonly file: string;
  /** Its name; of a step the names of all above it and its own, put together with ` > `. */
  readonly name: string;
  /** Where it stands, counted from 1. */
  readonly line?: number;
  /** Where in the line, counted from 1. */
  readonly column?: number;
  /** How it ended. */
  readonly outcome: Outcome;
  /** How long it took. */
  readonly durationMs: number;
  /** What it said, if it failed. */
  readonly failure?: TestFailure;
}

/** As the parser gives an element: attributes begin with `@`, text is `#`. */
type Element = Readonly<Record<string, unknown>>;

const LISTS = new Set(["testsuite", "testcase", "failure", "error", "skipped"]);

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  textNodeName: "#",
  parseAttributeValue: false,
  parseTagValue: false,
  trimValues: false,
  // Numbered signs: `&#10;` is a line end in an attribute.
  htmlEntities: true,
  isArray: (name) => LISTS.has(name),
});

/**
 * Reads the JUnit report that `deno test --junit-path` writes. Tests that were filtered out, or never reached, are left
 * out: Deno writes them like skipped ones, but without a time. Uncaught errors of a file are not in it: Deno only prints
 * those.
 *
 * @throws {ArgumentError} If the text is no XML, or no JUnit report.
 */
export function readJunit(text: string): TestRun[] {
  const wrong = XMLValidator.validate(text);
  if (wrong !== true) refuse(`it is XML, ${wrong.err.msg} in line ${wrong.err.line}`);
  const document: Element = parser.parse(text);
  if (!("testsuites" in document)) refuse("its root is testsuites");
  return elements(document["testsuites"], "testsuite").flatMap((suite) =>
    elements(suite, "testcase").filter(wasReached).map((test) => readTest(test, suite))
  );
}

function wasReached(test: Element): boolean {
  return test["@time"] !== undefined || test["skipped"] === undefined;
}

function readTest(test: Element, suite: Element): TestRun {
  const line = Number(test["@line"]);
  const column = Number(test["@col"]);
  const [failed] = [...elements(test, "failure"), ...elements(test, "error")];
  const skipped = elements(test, "skipped").length > 0 || test["skipped"] !== undefined;
  const failure = failed && readFailure(failed);
  return {
    file: (attribute(test, "classname") || attribute(suite, "name")).replace(/^\.\//, ""),
    name: attribute(test, "name"),
    ...(line > 0 ? { line } : {}),
    ...(column > 0 ? { column } : {}),
    outcome: failure ? "failed" : skipped ? "skipped" : "passed",
    durationMs: Math.max(0, Number(test["@time"]) * 1000 || 0),
    ...(failure ? { failure } : {}),
  };
}

function readFailure(element: Element): TestFailure {
  const text = String(element["#"] ?? "").trimEnd();
  const message = attribute(element, "message").replace(/^Uncaught (?:\(in promise\) )?/, "");
  // An attribute has its lines in one: where the text begins the same, its first line is the message.
  const [first = ""] = text.split("\n");
  return {
    message: first !== "" && message.startsWith(first) ? first : message || first || "failed",
    text: text || message,
  };
}

/** The elements of a name right below another. An empty element is text to the parser. */
function elements(parent: unknown, name: string): Element[] {
  const found = (parent as Element | undefined)?.[name];
  if (!Array.isArray(found)) return [];
  return found.map((element) => typeof element === "object" && element !== null ? element : { "#": element });
}

function attribute(element: Element, name: string): string {
  return String(element[`@${name}`] ?? "");
}

function refuse(rule: string): never {
  throw new ArgumentError("read a JUnit report", { rule });
}
