/** Systems in virtual time that are connected in memory. */
import type { NetworkFaults } from "../../faults/packet_faults.ts";
import { silentLogger } from "../../processes/reporter.ts";
import { VirtualClock } from "../../simulation/virtual_clock.ts";
import { System } from "../../system.ts";
import { quiet } from "../../testdata/world.ts";
import type { ConnectOptions } from "../connect_options.ts";
import { connect, type Connection } from "../connection.ts";
import { MemoryNetwork } from "../memory_transport.ts";
import type { PacketPost } from "../packet_post.ts";
import { Fixture } from "./fixture.ts";

/** A network with its Systems. */
export class Net implements AsyncDisposable {
  readonly clock: VirtualClock = new VirtualClock();
  readonly network: MemoryNetwork;
  readonly #systems: System[] = [];

  constructor(options: { faults?: NetworkFaults; post?: (clock: VirtualClock) => PacketPost } = {}) {
    const { post, ...rest } = options;
    const own = post === undefined ? {} : { post: post(this.clock) };
    this.network = new MemoryNetwork({ clock: this.clock, ...rest, ...own });
  }

  /** A System of this net. */
  system(): System {
    const system = new System({ clock: this.clock, logger: silentLogger });
    this.#systems.push(system);
    return system;
  }

  /** Connects two Systems; each side offers `Fixture`. Time passes as far as it must. */
  async connect(
    [one, first]: readonly [System, string],
    [other, second]: readonly [System, string],
    options: { one?: Partial<ConnectOptions>; other?: Partial<ConnectOptions> } = {},
  ): Promise<[Connection, Connection]> {
    const [left, right] = this.network.pair(first, second);
    const both = Promise.all([
      connect(one, { node: first, transport: left, offers: { Fixture }, ...options.one }),
      connect(other, { node: second, transport: right, offers: { Fixture }, ...options.other }),
    ]);
    both.catch(() => {});
    await this.advance(100);
    return await both;
  }

  /** Lets time pass. */
  async advance(ms: number): Promise<void> {
    await this.clock.advance(ms, () => quiet(...this.#systems));
    await quiet(...this.#systems);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const system of this.#systems) await system.stop();
  }
}
