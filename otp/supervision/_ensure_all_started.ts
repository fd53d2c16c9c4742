import type { ApplicationController, Known } from "./_application_controller.ts";
import { ApplicationError } from "./application_error.ts";
import type { ApplicationType } from "./application_types.ts";

/** Starts applications, each after all it depends on. Gives the names of those it started, in order. */
export async function ensureAllStarted(
  controller: ApplicationController,
  all: readonly Known[],
  type: ApplicationType,
): Promise<string[]> {
  const started: Known[] = [];
  const ensure = async (known: Known, path: readonly Known[]): Promise<void> => {
    if (controller.isRunning(known)) return;
    if (path.includes(known)) {
      const cycle = [...path.slice(path.indexOf(known)), known].map(({ spec }) => spec.name);
      throw new ApplicationError("start", { application: known.spec.name, reason: { cycle } });
    }
    for (const dependency of known.dependencies()) await ensure(dependency, [...path, known]);
    if (controller.isRunning(known)) return; // somebody else was quicker
    const joined = controller.isStarting(known);
    await controller.start(known, { type, args: [], env: {} });
    if (!joined) started.push(known);
  };
  try {
    for (const known of all) await ensure(known, []);
  } catch (error) {
    for (const known of started.reverse()) {
      if (controller.isRunning(known)) await controller.stop(known, null);
    }
    throw error;
  }
  return started.map(({ spec }) => spec.name);
}
