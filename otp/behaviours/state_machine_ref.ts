import { checkOptions } from "../argument_error.ts";
import type { CallArguments, CallOptions, PayloadOf, ReplyOf } from "./gen_server_types.ts";
import { ServerRef } from "./server_ref.ts";
import type { MachineCalls, MachineCasts, MachineTypes } from "./state_machine_types.ts";

/**
 * A state machine to talk to, typed by its definition; see {@linkcode ServerRef}, which it is.
 *
 * One difference: a call waits for ever unless told otherwise, as with `gen_statem:call`, since a machine may well
 * postpone it until some other state.
 */
export class StateMachineRef<M extends MachineTypes> extends ServerRef<MachineCalls<M>, MachineCasts<M>> {
  /**
   * Asks and waits for the reply: for ever, unless `timeoutMs` says how long.
   *
   * @throws {CallError} If there is no reply: nobody there, too late, or the machine died.
   */
  override call<Kind extends keyof MachineCalls<M> & string>(
    kind: Kind,
    ...rest: CallArguments<PayloadOf<MachineCalls<M>[Kind]>>
  ): Promise<ReplyOf<MachineCalls<M>[Kind]>> {
    const [payload, options = {}] = rest as [payload?: never, options?: CallOptions];
    const { timeoutMs = Infinity } = checkOptions("call", options);
    const patient = [payload, { timeoutMs }] as unknown as CallArguments<PayloadOf<MachineCalls<M>[Kind]>>;
    return super.call(kind, ...patient);
  }
}
