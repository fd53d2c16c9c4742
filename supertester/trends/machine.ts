import { arch, availableParallelism, cpus, platform } from "node:os";

/**
 * What this machine counts as: figures of machines of different classes are never compared. System, processor and number
 * of its cores; the processor is left out where it must not be read.
 */
export function machineClass(): string {
  const rough = `${platform()} ${arch()}`;
  try {
    return `${rough}, ${availableParallelism()} x ${cpus()[0]?.model.trim() || "unknown"}`;
  } catch {
    return rough; // without the permission to ask
  }
}
