/** What goes on for something until it is disposed of, and ends with it at the latest. */
export class HangersOn implements AsyncDisposable {
  readonly #all = new Set<AsyncDisposable>();
  readonly #gone: (action: string) => Error;
  #isOver = false;

  /** @param gone The error of what comes when it is over. */
  constructor(gone: (action: string) => Error) {
    this.#gone = gone;
  }

  /** Nothing is begun any more when it is over. @throws The error of that. */
  check(action: string): void {
    if (this.#isOver) throw this.#gone(action);
  }

  /** Adds one; disposed of by itself it is none any more. @throws If it is over: so is this one then. */
  add<Hanger extends AsyncDisposable>(action: string, hanger: Hanger): Hanger {
    if (this.#isOver) hanger[Symbol.asyncDispose]().then(() => {}, () => {});
    this.check(action);
    this.#all.add(hanger);
    return {
      ...hanger,
      [Symbol.asyncDispose]: async () => {
        this.#all.delete(hanger);
        await hanger[Symbol.asyncDispose]();
      },
    };
  }

  /** It is over, and all end, one of them failing or not. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    const all = [...this.#all];
    this.#all.clear();
    await Promise.allSettled(all.map((each) => each[Symbol.asyncDispose]()));
  }
}
