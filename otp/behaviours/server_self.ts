import type { CallEnvelope } from "../processes/envelope.ts";
import { ArgumentError } from "../processes/errors.ts";
import type { Pid } from "../processes/pid.ts";
import type { Process } from "../processes/process.ts";
import { processOf, Self } from "../processes/self.ts";
import type { ServerExtra } from "./gen_server_loop.ts";

/** Who waits for a reply. Keep it to answer later, from wherever you like. */
export class From {
  readonly #call: CallEnvelope;
  readonly #server: Process;

  /** @internal */
  constructor(call: CallEnvelope, server: Process) {
    this.#call = call;
    this.#server = server;
  }

  /** The calling process; `undefined` for code outside any process. */
  get pid(): Pid | undefined {
    return this.#call.caller?.pid;
  }

  /** The kind of call. */
  get kind(): string {
    return this.#call.kind;
  }

  /**
   * Answers. A caller that is dead or has stopped waiting never sees it.
   *
   * @throws {ArgumentError} If this call was answered before.
   */
  reply(value: unknown): void {
    const call = this.#call;
    if (call.replied) {
      throw new ArgumentError(`reply to the call "${call.kind}" of ${this.#server.pid}`, {
        rule: "a call is answered once",
        value,
      });
    }
    this.#server.runtime.answer(call, value);
    (this.#server.extra as ServerExtra | null | undefined)?.deferred?.delete(call);
  }
}

/** What a call handler sees: all of {@linkcode Self}, and who asks. */
export class CallContext extends Self {
  /** Who asks; valid while the call is being handled, to be kept for a later reply. */
  get from(): From {
    const process = processOf(this);
    const current = process.current;
    if (current === null || !("replied" in current)) {
      throw new ArgumentError("read self.from", { rule: "a call is being handled", value: process.pid });
    }
    return new From(current as CallEnvelope, process);
  }
}
