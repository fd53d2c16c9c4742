import { CallError, StartError } from "../processes/errors.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import { isStartedProcess } from "./wire.ts";

/** What came of a request. */
export type Answer = { readonly value?: unknown } | { readonly reason: ExitReason };

interface Request {
  readonly action: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** What the other side was asked that is no call of a process, by number. */
export class Requests {
  readonly #node: () => string;
  readonly #waiting = new Map<number, Request>();

  constructor(node: () => string) {
    this.#node = node;
  }

  /** Keeps one until it is answered; `say` sends it, and what that throws is its answer. */
  add(id: number, action: string, say: () => void): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { action, resolve, reject });
      try {
        say();
      } catch (error) {
        this.#waiting.delete(id);
        reject(error);
      }
    });
  }

  /** An answer has come. */
  settle(id: number, answer: Answer): void {
    const request = this.#waiting.get(id);
    if (request === undefined) return;
    this.#waiting.delete(id);
    const { action, resolve, reject } = request;
    if ("reason" in answer) reject(this.error(action, answer.reason));
    else if (isStart(action) && !isStartedProcess(answer.value)) {
      reject(this.error(action, { bad_return_value: answer.value }));
    } else resolve(answer.value);
  }

  /** None will be answered. */
  fail(reason: ExitReason): void {
    for (const { action, reject } of this.#waiting.values()) reject(this.error(action, reason));
    this.#waiting.clear();
  }

  /** The error of a request that has no answer. */
  error(action: string, reason: ExitReason, timeoutMs: number = Infinity): Error {
    const node = this.#node();
    if (isStart(action)) return new StartError(`${action.slice("start ".length)} on ${node}`, reason);
    return new CallError(reason, { server: node, kind: action, timeoutMs });
  }
}

function isStart(action: string): boolean {
  return action.startsWith("start ");
}
