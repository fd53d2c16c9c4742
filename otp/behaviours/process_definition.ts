import { checkOptions } from "../argument_error.ts";
import { ArgumentError, StartError } from "../processes/errors.ts";
import { type Host, ownerOf, runtimeOf } from "../processes/host.ts";
import { checkMailbox } from "../processes/mailbox_limit.ts";
import type { Pid } from "../processes/pid.ts";
import { nameText, type ProcessName } from "../processes/via.ts";
import {
  type ChildArguments,
  type ChildSpec,
  type Definition,
  startables,
  type StartArguments,
  type StartOptions,
} from "./definition.ts";
import { checkTimeout, StartFailure, type StartInside } from "./start.ts";

/** What the definitions of all behaviours share: they are started, found and supervised in one way. */
export abstract class ProcessDefinition<Ref, Args extends readonly unknown[]> implements Definition<Ref, Args> {
  /** The name people read. */
  readonly name: string;
  /** Whether its processes are supervisors. */
  abstract readonly type: "worker" | "supervisor";

  /** @internal */
  constructor(name: string) {
    this.name = name;
  }

  /**
   * Starts a process and waits until it is up: its `init` is done, and of a supervisor all children are up. Started by a
   * process, it is linked to that process.
   *
   * @throws {StartError} If `init` fails, takes too long or says ignore, or a child does not come up (those before it have
   * been stopped again), or the name is taken.
   */
  async start(host: Host, ...[options = {}]: StartArguments<Args>): Promise<Ref> {
    return this.at(host, await startFrom(this, host, options));
  }

  /** A process of this kind, by pid or by registered name. */
  abstract at(host: Host, to: Pid | ProcessName): Ref;

  /** How a supervisor starts one. */
  child(...[options = {}]: ChildArguments<Args>): ChildSpec<Ref> {
    return {
      id: this.name,
      ...checkOptions("describe a child", options),
      start: this as unknown as Definition<Ref, readonly never[]>,
    };
  }
}

/** Starts from a System or a process, and gives the pid or throws. `up` is as in {@linkcode StartInside}. */
export async function startFrom(
  definition: { readonly name: string },
  host: Host,
  options: StartOptions<readonly unknown[]> & Pick<StartInside, "up">,
): Promise<Pid> {
  const { args = [], name, timeoutMs = Infinity, link = true, maxMailbox, overload, up } = checkOptions(
    `start ${definition.name}`,
    options,
  );
  if (!Array.isArray(args)) {
    throw new ArgumentError(`start ${definition.name}`, { rule: "args is a list", value: args });
  }
  checkTimeout(`start ${definition.name}`, timeoutMs);
  checkMailbox(`start ${definition.name}`, options);
  const parent = ownerOf(host);
  const inside = { parent, link, name, args, timeoutMs, maxMailbox, overload, up };
  const started = await startables.get(definition)!(runtimeOf(host), inside);
  if (started instanceof StartFailure) throw new StartError(nameText(name ?? definition.name), started.reason);
  return started.pid;
}
