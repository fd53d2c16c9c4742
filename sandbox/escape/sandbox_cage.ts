import type { System } from "@superlearner/otp";
import { SandboxHost } from "../host/sandbox_host.ts";
import type { RealWall } from "./attempt.ts";
import type { Cage, Held, Prisoner } from "./cage.ts";

/** Times that are met within a second or two, so that what exhausts takes little time; and those for all else. */
const TIGHT = { turnMs: 200, wallMs: 2000, startMs: 5000 } as const;
const AMPLE = { turnMs: 10_000, wallMs: 30_000, startMs: 30_000 } as const;
const LIMITS = {
  messagesPerSec: 1000,
  messageBytes: 256 * 1024,
  outputBytes: 256 * 1024,
  handles: 100,
  mailbox: 1000,
  processes: 100,
  heapMb: 64,
  memoryMb: 256,
} as const;

/** A real wall: the sandboxes of this package. */
export class SandboxCage implements Cage {
  /** Which. */
  readonly wall: RealWall;
  readonly #host: SandboxHost;

  /** @param system Where the sandboxes are processes. */
  constructor(system: System, wall: RealWall) {
    this.wall = wall;
    this.#host = new SandboxHost({ system });
  }

  /** Creates a sandbox. */
  async hold({ name, source, permissions, limits, tight = false }: Prisoner): Promise<Held> {
    const lines: string[] = [];
    const sandbox = await this.#host.create({
      name,
      source,
      permissions: Object.keys(permissions).length === 0 ? "none" : permissions,
      // Who is to go on is in another process: those that share one fall together.
      isolation: this.wall === "shared" ? { shared: name === "sibling" ? "siblings" : "attempts" } : this.wall,
      limits: { ...LIMITS, ...tight ? TIGHT : AMPLE, ...limits },
      printed: ({ text }) => lines.length < 10_000 && lines.push(text),
    });
    return {
      run: (fn) => sandbox.run(fn),
      whereis: (wanted) => sandbox.whereis(wanted),
      reload: async () => {
        if (!("files" in source)) return;
        const files = Object.entries(source.files).map(([path, text]) => [path, `${text}\n// anew`]);
        await sandbox.reload({ files: Object.fromEntries(files) as Record<string, string> });
      },
      lines: () => lines,
      destroy: () => sandbox.destroy(),
    };
  }

  /** Destroys all. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#host[Symbol.asyncDispose]();
  }
}
