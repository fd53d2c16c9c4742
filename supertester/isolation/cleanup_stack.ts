import { ArgumentError } from "@superlearner/otp";

/** Undoes one thing. */
export type Cleanup = () => unknown;

/** What is to be undone when a test is over, last first. What one of them throws keeps no other from its turn. */
export class CleanupStack {
  readonly #cleanups: Cleanup[] = [];

  /** Puts one on top. */
  defer(cleanup: Cleanup): void {
    if (typeof cleanup !== "function") {
      throw new ArgumentError("defer a clean-up", { rule: "it is a function", value: cleanup });
    }
    this.#cleanups.push(cleanup);
  }

  /** Puts the disposal of something on top, and gives that. */
  use<Resource extends Disposable | AsyncDisposable>(resource: Resource): Resource {
    const given: Partial<Disposable & AsyncDisposable> = Object(resource);
    const dispose = given[Symbol.asyncDispose] ?? given[Symbol.dispose];
    if (dispose === undefined) throw new ArgumentError("use a resource", { rule: "it is disposable", value: resource });
    this.#cleanups.push(() => dispose.call(resource as Disposable & AsyncDisposable));
    return resource;
  }

  /** Undoes everything, also what is added meanwhile, and gives the errors. */
  async run(): Promise<unknown[]> {
    const errors: unknown[] = [];
    for (let cleanup = this.#cleanups.pop(); cleanup !== undefined; cleanup = this.#cleanups.pop()) {
      try {
        await cleanup();
      } catch (error) {
        errors.push(error);
      }
    }
    return errors;
  }
}
