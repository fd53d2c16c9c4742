import { ArgumentError } from "@superlearner/otp";
import { checkTexts } from "../limits/check_values.ts";
import type { ChangeFrom, VersionStatus } from "./version.ts";

const ACTION = "end an attempt";

/** How an attempt is made. */
export interface AttemptParts {
  readonly n: number;
  readonly changeFrom: ChangeFrom | undefined;
  readonly end: (status: VersionStatus, reason?: string) => void;
}

/** A version that is being tried. */
export class Attempt implements Disposable {
  /** Its number. */
  readonly n: number;
  /** What the `codeChange` of processes is told: the version that runs; none for the first. */
  readonly changeFrom: ChangeFrom | undefined;
  readonly #end: AttemptParts["end"];
  #isOver = false;

  /** @internal */
  constructor({ n, changeFrom, end }: AttemptParts) {
    this.n = n;
    this.changeFrom = changeFrom;
    this.#end = end;
  }

  /** It runs: it is the current one now. @throws {ArgumentError} If it is over already. */
  commit(): void {
    this.#finish("current");
  }

  /** It did not load, migrate or start; what ran before still does. @throws {ArgumentError} If it is over already, or the reason is no text. */
  fail(reason: string): void {
    checkTexts(ACTION, { reason: reason ?? null });
    this.#finish("failed", reason);
  }

  /** A failure, unless its outcome was told. */
  [Symbol.dispose](): void {
    if (!this.#isOver) this.fail("it was given up");
  }

  #finish(status: VersionStatus, reason?: string): void {
    if (this.#isOver) {
      throw new ArgumentError(ACTION, { rule: "it has one outcome", value: `version ${this.n}` });
    }
    this.#isOver = true;
    this.#end(status, reason);
  }
}
