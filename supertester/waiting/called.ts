import { Chronicle } from "../chronicle/chronicle.ts";
import { pidOf, type Target } from "./target.ts";

/** A process as it is called in a message: by its name, or else by what it is, and its pid: `Counter <0.7.0>`. */
export function called(target: Target): string {
  const [text, pid] = [target.toString(), pidOf(target)];
  if (pid === undefined) return text;
  const start = text === pid ? Chronicle.of(target.system).startOf(pid) : undefined;
  const name = text === pid ? start?.name ?? start?.module : text;
  return name === undefined ? pid : `${name} ${pid}`;
}
