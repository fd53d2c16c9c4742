/** The other side of the transport suite, in a worker or a subprocess. */
import { runtimeOf } from "../../processes/host.ts";
import { silentLogger } from "../../processes/reporter.ts";
import { Session } from "../../remote/session.ts";
import { nodesOf } from "../../remote/nodes.ts";
import type { Pairing } from "../../remote/transport_suite.ts";
import { System } from "../../system.ts";
import { openPlace } from "../open_place.ts";
import { completePlace } from "../place_options.ts";

/** Opens a place that serves the fixture, and connects with it. */
export async function openPairing(placement: "worker" | "process"): Promise<Pairing> {
  const system = new System({ logger: silentLogger });
  const runtime = runtimeOf(system);
  const module = new URL("../../remote/testdata/fixture.ts", import.meta.url);
  const place = completePlace("Fixture", { placement, module });
  const node = nodesOf(runtime).nextName(placement);
  const transport = openPlace(runtime, { place, node, peer: "main", pid: `<${node}.1.0>` });
  const connection = await new Session(runtime, { node: "main", peer: node, transport, timeoutMs: 60_000 }).opened;
  return {
    system,
    connection,
    moves: placement === "worker",
    async [Symbol.asyncDispose]() {
      await connection.close();
      await system.stop();
    },
  };
}
