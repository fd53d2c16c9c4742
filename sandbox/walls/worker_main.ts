/** The first module of a worker; bundled, so that it needs neither a file nor a network where it runs. See `.ci/`. */
import { hardenRealm } from "./harden_realm.ts";
import { holdLock } from "./locks.ts";
import { WallInside } from "./wall_inside.ts";
import type { ToWall, WallStart } from "./wall_protocol.ts";

const scope = globalThis as unknown as { onmessage: ((event: MessageEvent) => void) | null };

scope.onmessage = async ({ data, ports }: MessageEvent<WallStart>) => {
  scope.onmessage = null;
  const port = ports[0]!;
  const { lock } = data;
  const locked = lock === undefined ? undefined : holdLock(lock);
  hardenRealm();
  await locked;
  const inside = new WallInside(data, (message) => port.postMessage(message));
  port.onmessage = (event: MessageEvent<ToWall>) => inside.hear(event.data);
};
