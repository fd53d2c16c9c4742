/** A line of a stack, as V8 gives it. */
interface Frame {
  getFileName(): string | null;
  getFunctionName(): string | null;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
}

/**
 * What V8 calls to write a stack. It shows the guest's own modules and nothing else: no path of the host, and none of the
 * frames themselves, which are objects of the outer realm.
 */
export function writeStack(error: unknown, frames: readonly Frame[]): string {
  const lines = [titleOf(error)];
  for (let at = 0; at < frames.length; at++) {
    const frame = frames[at]!;
    const file = frame.getFileName();
    if (typeof file !== "string" || !isModule(file)) continue;
    const name = frame.getFunctionName();
    const place = `${file}:${frame.getLineNumber() ?? 0}:${frame.getColumnNumber() ?? 0}`;
    lines.push(typeof name === "string" && name !== "" ? `    at ${name} (${place})` : `    at ${place}`);
  }
  return lines.join("\n");
}

/** The mark of a module of the guest; the linker gives it to every name. */
export const MODULE_MARK = "sandbox:";

function isModule(file: string): boolean {
  return file.startsWith(MODULE_MARK);
}

function titleOf(error: unknown): string {
  try {
    const { name, message } = error as Error;
    return message === "" || message === undefined ? `${name}` : `${name}: ${message}`;
  } catch {
    return "Error";
  }
}

/** Has V8 ask us, for good: whoever could replace this would get frames of the outer realm. */
export function maskStacks(): void {
  Object.defineProperty(Error, "prepareStackTrace", {
    value: writeStack,
    writable: false,
    configurable: false,
    enumerable: false,
  });
}
