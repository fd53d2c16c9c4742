import vm from "node:vm";

/** Why the engine would not load a module, and where. */
export interface EngineRefusal {
  readonly message: string;
  /** From 1 up; 0 if the engine does not say. */
  readonly line: number;
  /** From 1 up, in UTF-16 units; 0 if the engine does not say. */
  readonly column: number;
}

/**
 * What the engine's own parser says of a module that it would not load, without loading it: the module is made, and neither
 * linked nor run. @throws {RangeError} If its stack ends.
 */
export function engineRefusal(code: string): EngineRefusal | undefined {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0; // where there is a frame, its place is told in the place of the fault's
  try {
    void new SourceTextModule(code);
    return undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { message: error.message, ...placeOf(error) };
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** The engine keeps the place apart from the error; it is told where an error is reported that nobody caught. */
function placeOf(error: SyntaxError): { line: number; column: number } {
  let place = { line: 0, column: 0 };
  const told = (event: ErrorEvent) => {
    event.preventDefault(); // or it would end the program
    place = { line: event.lineno, column: event.colno };
  };
  addEventListener("error", told);
  try {
    reportError(error);
  } finally {
    removeEventListener("error", told);
  }
  return place;
}

type ModuleClass = new (code: string) => object;

// Node's declarations do not have it.
const { SourceTextModule } = vm as unknown as { readonly SourceTextModule: ModuleClass };
