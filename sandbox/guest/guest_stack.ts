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
  let last = "";
  for (let at = 0; at < frames.length; at++) {
    const frame = frames[at]!;
    const file = frame.getFileName();
    if (typeof file !== "string" || !isModule(file)) continue;
    last = file;
    const name = frame.getFunctionName();
    const place = `${MODULE_MARK}${pathIn(file)}:${frame.getLineNumber() ?? 0}:${frame.getColumnNumber() ?? 0}`;
    lines.push(typeof name === "string" && name !== "" ? `    at ${name} (${place})` : `    at ${place}`);
  }
  outermost = last;
  return lines.join("\n");
}

/** The last module of the stack that was written last. */
let outermost = "";

/** The mark of a module of the guest, as stacks show it. */
export const MODULE_MARK = "sandbox:";

/** The name of a module as V8 is told it: of which version it is, no stack shows. */
export function moduleName({ path, version }: GuestModule): string {
  return `${MODULE_MARK}${version}!${path}`;
}

/** A module of the guest. */
export interface GuestModule {
  /** Of which version. */
  readonly version: number;
  /** Its path. */
  readonly path: string;
}

/** The module that has begun what runs now; `undefined` where none has, as far as the stack shows. */
export function outermostModule(): GuestModule | undefined {
  outermost = "";
  void new Error().stack;
  const version = /^sandbox:(\d+)!/.exec(outermost)?.[1];
  return version === undefined ? undefined : { version: Number(version), path: pathIn(outermost) };
}

function pathIn(name: string): string {
  return name.replace(/^sandbox:(\d+!)?/, "");
}

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
