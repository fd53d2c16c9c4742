import type { Sandbox } from "../host/sandbox.ts";

/**
 * The process that submissions share, held open while they come and go: each of them lives for one test, and with nobody in it
 * there is none. After its end it is begun anew by whoever needs it next.
 */
export class SharedRoom implements AsyncDisposable {
  readonly #open: () => Promise<Sandbox>;
  #held: Promise<Sandbox> | undefined;
  #closed = false;

  /** @param open Makes a sandbox in it that does nothing. */
  constructor(open: () => Promise<Sandbox>) {
    this.#open = open;
  }

  /** Sees that it is there. @throws {SandboxError} If it does not come up. */
  async hold(): Promise<void> {
    const before = this.#held;
    const sandbox = await before?.catch(() => undefined);
    if (this.#closed || sandbox?.status === "running") return;
    if (this.#held === before) this.#held = this.#anew(sandbox);
    await this.#held;
  }

  /** Lets go of it. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await (await this.#held?.catch(() => undefined))?.destroy();
  }

  async #anew(former: Sandbox | undefined): Promise<Sandbox> {
    await former?.destroy();
    return await this.#open();
  }
}
