import { GenServer, type Pid, type ServerRef, type System } from "@superlearner/otp";

const Anyone = GenServer.define({ name: "Guest", init: () => null });

/** A server of which nobody here has the definition. */
export type AnyServer = ServerRef<
  { readonly [kind: string]: (state: never, payload: unknown) => readonly [unknown, never] },
  { readonly [kind: string]: (state: never, payload: unknown) => never }
>;

/** Speaks to a server whatever it is. */
export function anyServer(system: System, pid: Pid): AnyServer {
  return Anyone.at(system, pid) as unknown as AnyServer;
}
