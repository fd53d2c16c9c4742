import { silentLogger, System } from "@superlearner/otp";
import type { Sandbox } from "../sandbox.ts";
import { SandboxHost, type SandboxHostOptions } from "../sandbox_host.ts";
import type { SandboxOptions } from "../sandbox_options.ts";
import type { AnyIsolation } from "./worlds.ts";

/** A sandbox in a host of its own, until it is disposed of. */
export interface ReloadWorld extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly system: System;
}

/** Makes one. */
export async function reloadWorld(
  isolation: AnyIsolation,
  files: Readonly<Record<string, string>>,
  { host: hostOptions = {}, ...options }: Partial<SandboxOptions> & { host?: Partial<SandboxHostOptions> } = {},
): Promise<ReloadWorld> {
  const system = new System({ logger: silentLogger });
  const host = new SandboxHost({ system, ...hostOptions });
  const sandbox = await host.create({ name: "guest", isolation, source: { files }, ...options });
  return {
    sandbox,
    system,
    async [Symbol.asyncDispose]() {
      await host[Symbol.asyncDispose]();
      await system.stop();
    },
  };
}

/** How a counter is written. */
export interface CounterText {
  readonly state?: string;
  readonly read?: string;
  readonly add?: string;
  readonly codeChange?: string;
  readonly count?: number;
  readonly more?: string;
}

/** A module with a counter, or several, under a supervisor: `get` says the version of its code, and the count. */
export function counterOf(version: number, text: CounterText = {}): string {
  const { state = "0", read = "state", add = "state + n", codeChange, count = 1, more = "" } = text;
  return `
import { GenServer, Supervisor } from "@superlearner/otp";
let open;
const gate = new Promise((done) => { open = done; });
export const openGate = () => open();
const Counter = GenServer.define({
  name: "Counter",
  init: (id) => ${state},
  calls: {
    get: (state) => ["v${version} " + ${read}, state],
    add: (state, n) => [n, ${add}],
    slow: async (state) => {
      console.log("slow");
      await gate;
      return ["slow v${version}", state];
    },
    die: () => { throw new Error("die"); },
  },
  ${codeChange === undefined ? "" : `codeChange: ${codeChange},`}
});
const names = Array.from({ length: ${count} }, (_, at) => at === 0 ? "counter" : "counter" + at);
export default Supervisor.define({
  children: names.map((name, at) => Counter.child({ id: name, name, args: [at] })),
});
export const version = () => ${version};
${more}
`;
}
