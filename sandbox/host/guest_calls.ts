import { type Definition, isPid, type Pid, type Ref, type Self, type System } from "@superlearner/otp";
import { SandboxError, type SandboxFailure } from "../limits/sandbox_error.ts";
import { anyServer } from "./any_server.ts";
import { checkCall, checkDefinition, checkProcess, checkWatcher } from "./check_asked.ts";
import { type AskedCall, explainCall } from "./explain_call.ts";
import type { Life } from "./life.ts";
import { isPidOf } from "./node_name.ts";
import type { SandboxCallOptions } from "./sandbox_info.ts";

/** Whose processes are meant. */
export interface GuestCallsParts {
  /** The name of the sandbox. */
  readonly name: string;
  /** The System of the host. */
  readonly system: System;
  /** Its life, which is up. @throws {SandboxError} If it is not. */
  readonly alive: (action: string) => Promise<Life>;
  /** Why it is over, if it is. */
  readonly failure: () => SandboxFailure;
}

/** How long a name is looked for at most, in milliseconds. */
const LOOK_MS = 5000;

/** What the host asks of processes in a sandbox, by pid or by the name that they have there. */
export class GuestCalls {
  readonly #parts: GuestCallsParts;

  /** @param parts Whose they are. */
  constructor(parts: GuestCallsParts) {
    this.#parts = parts;
  }

  /** Asks a server. @throws {SandboxError} If there is no answer. */
  async call(to: Pid | string, kind: string, options: SandboxCallOptions): Promise<unknown> {
    const { name, system } = this.#parts;
    const { payload, timeoutMs = 5000 } = checkCall(`call into ${name}`, { to, kind, options });
    const action = `call ${kind} of ${to} in ${name}`;
    const pid = await this.#find(action, to);
    try {
      return await anyServer(system, pid).call(kind, payload, { timeoutMs });
    } catch (error) {
      throw this.#explained(error, { action, what: `call ${kind}`, timeoutMs });
    }
  }

  /** Tells a server something. @throws {SandboxError} If nobody has the name, or it cannot cross. */
  async cast(to: Pid | string, kind: string, options: Pick<SandboxCallOptions, "payload">): Promise<void> {
    const { name, system } = this.#parts;
    const { payload } = checkCall(`cast to ${name}`, { to, kind, options });
    const action = `cast ${kind} to ${to} in ${name}`;
    const pid = await this.#find(action, to);
    try {
      anyServer(system, pid).cast(kind, payload);
    } catch (error) {
      throw this.#explained(error, { action, what: kind, timeoutMs: 0 });
    }
  }

  /** Has a process of the host be told of the end of one. @throws {SandboxError} */
  async monitor(to: Pid | string, watcher: Self): Promise<Ref> {
    const { name } = this.#parts;
    const action = `monitor ${checkProcess(`monitor a process of ${name}`, to)} in ${name}`;
    return checkWatcher(action, watcher).monitor(await this.#find(action, to));
  }

  /** The pid under a name; `undefined` if nobody has it. @throws {SandboxError} */
  async whereis(wanted: string): Promise<Pid | undefined> {
    const { name, alive } = this.#parts;
    const action = `look up ${checkProcess(`look up a name in ${name}`, wanted)} in ${name}`;
    const connection = await (await alive(action)).connection;
    try {
      return await connection.whereis(wanted);
    } catch (error) {
      throw this.#explained(error, { action, what: wanted, timeoutMs: LOOK_MS });
    }
  }

  /** A server, typed by its definition. @throws {SandboxError} */
  async at<Ref>(definition: Definition<Ref, never>, to: Pid | string): Promise<Ref> {
    const { name, system } = this.#parts;
    const action = `look up ${checkProcess(`look up a server of ${name}`, to)} in ${name}`;
    return checkDefinition(action, definition).at(system, await this.#find(action, to));
  }

  async #find(action: string, to: Pid | string): Promise<Pid> {
    const { name, alive } = this.#parts;
    await alive(action);
    const found = !isPid(to) ? await this.whereis(to) : isPidOf(name, to) ? to : undefined;
    if (found !== undefined) return found;
    throw new SandboxError(action, { kind: "not_found", what: `process ${to} in ${name}` });
  }

  #explained(error: unknown, asked: Omit<AskedCall, "failure">): unknown {
    return explainCall(error, { ...asked, failure: this.#parts.failure() });
  }
}
