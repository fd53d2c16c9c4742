import { stripVTControlCharacters } from "node:util";
import { isFlaky, type Report, type TestRecord } from "./report.ts";
import { factsOf } from "./result_facts.ts";

/**
 * Commands for the log of a GitHub job: an error at the line of every test that failed and of every result that did not
 * pass, a warning at every test that passed and is known to be flaky. GitHub shows at most ten of each in a step: what
 * failed every time comes before what failed at times.
 */
export function githubAnnotations(report: Report): string[] {
  const { tests, results, problems, verdict, histories } = report;
  const flaky = new Map(histories.filter(({ flaky }) => flaky).map((history) => [history.id, history]));
  const said = tests.filter(({ outcome, failure }) => outcome === "failed" && failure !== undefined);
  const places = new Map(tests.map((test) => [test.name, test]));
  return [
    ...(verdict === "failed"
      ? problems.map((problem) => command("error", { title: "Outside of tests" }, problem))
      : []),
    ...said.filter((test) => !isFlaky(test)).map((test) => command("error", at(test), test.failure!.text)),
    ...said.filter(isFlaky).map((test) =>
      command("error", { ...at(test), title: `Flaky: ${test.name}` }, test.failure!.text)
    ),
    ...results.filter(({ passed }) => !passed).map((result) => {
      const test = places.get(result.test);
      const title = [result.kind, result.test, result.name].filter((part) => part !== "").join(": ");
      return command("error", test ? { ...at(test), title } : { title }, factsOf(result).headline);
    }),
    ...tests.filter(({ id, outcome }) => outcome === "passed" && flaky.has(id)).map((test) => {
      const { passed, failed } = flaky.get(test.id)!;
      return command("warning", at(test), `Flaky: failed ${failed} of ${passed + failed} runs`);
    }),
  ];
}

function at({ file, name, line, column }: TestRecord): Record<string, string> {
  return {
    file,
    ...(line === undefined ? {} : { line: String(line) }),
    ...(column === undefined ? {} : { col: String(column) }),
    title: name,
  };
}

/** A command is one line: what would end it, or one of its properties, is written as its code. */
function command(name: string, properties: Record<string, string>, message: string): string {
  const data = (text: string) =>
    stripVTControlCharacters(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  const property = (text: string) => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
  const written = Object.entries(properties).map(([key, value]) => `${key}=${property(value)}`).join(",");
  return `::${name} ${written}::${data(message)}`;
}
