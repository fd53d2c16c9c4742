import type { OutputLine } from "../host/life_options.ts";
import type { GradeLine } from "./grade_result.ts";

/** How much is kept: lines, and characters of all of them. */
const MOST_LINES = 1000;
const MOST_CHARACTERS = 65_536;

/** What was printed while grading: the beginning of it. */
export class GradeOutput {
  readonly #lines: GradeLine[] = [];
  #characters = 0;
  #test: string | undefined;

  /** What is printed from now on belongs to a test. */
  during(test: string | undefined): void {
    this.#test = test;
  }

  /** Takes the lines of one side. */
  from(from: GradeLine["from"]): (line: OutputLine) => void {
    return ({ level, text }) => {
      if (this.#lines.length >= MOST_LINES || this.#characters + text.length > MOST_CHARACTERS) return;
      this.#characters += text.length;
      this.#lines.push({ from, ...(this.#test !== undefined && { test: this.#test }), level, text });
    };
  }

  /** All of them. */
  get lines(): readonly GradeLine[] {
    return this.#lines;
  }
}
