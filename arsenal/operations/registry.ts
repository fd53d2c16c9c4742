import { execute, type ExecuteContext, type Executed, type Input } from "./execute.ts";
import type { Clock, OtpSystem } from "./host.ts";
import type { Operation } from "./operation.ts";
import { OperationError } from "./operation_error.ts";
import { compareTemplates, matchesTemplate } from "./path_template.ts";

/** How one operation went; what audit lines and metrics are made of. */
export interface ExecutionRecord {
  /** The operation. */
  readonly operation: Operation;
  /** Who asked. */
  readonly principal: string;
  /** The HTTP status that it comes to. */
  readonly status: number;
  /** The code of the error, if it failed. */
  readonly code: string | undefined;
  /** How long it took, in milliseconds. */
  readonly durationMs: number;
}

/** Who tried to execute what, and when. */
export interface Attempt {
  /** The operation. */
  readonly operation: Operation;
  /** Who asked. */
  readonly principal: string;
  /** When it began, by the registry's clock. */
  readonly startedAt: number;
}

/** What a {@linkcode Registry} is made of. */
export interface RegistryOptions {
  /** The System that the operations work on. */
  system: OtpSystem;
  /** The operations. */
  operations: readonly Operation[];
  /** Where time-outs come from. @default the System's clock */
  clock?: Clock;
  /** Is told of each execution, also of the refused and failed ones. */
  onExecuted?: (record: ExecutionRecord) => void;
  /** Is told of what a handler threw that is no {@linkcode OperationError}. @default writes to the console */
  onError?: (error: unknown, operation: Operation) => void;
}

/**
 * The operations there are. Each can be executed here, without HTTP: with the same permissions and the same rules.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { defineOperation, LOCAL, Registry } from "@superlearner/arsenal";
 * import { System } from "@superlearner/otp";
 * import { z } from "zod";
 *
 * const double = defineOperation({
 *   name: "double",
 *   method: "POST",
 *   path: "/double",
 *   summary: "Double a number",
 *   body: z.object({ n: z.number() }),
 *   response: z.object({ n: z.number() }),
 *   permission: "numbers:write",
 *   handler: ({ body }) => ({ n: body.n * 2 }),
 * });
 *
 * await using system = new System();
 * const registry = new Registry({ system, operations: [double] });
 * const { value } = await registry.execute("double", { body: { n: 21 } }, { principal: LOCAL });
 * assertEquals(value, { n: 42 });
 * ```
 */
export class Registry {
  /** The System that the operations work on. */
  readonly system: OtpSystem;
  /** Where time-outs come from. */
  readonly clock: Clock;
  readonly #byName = new Map<string, Operation>();
  readonly #onExecuted: (record: ExecutionRecord) => void;
  readonly #onError: (error: unknown, operation: Operation) => void;
  #sorted: readonly Operation[] = [];

  /**
   * Makes the registry.
   *
   * @throws {TypeError} If two operations have one name, or one method and path up to the names of parameters.
   */
  constructor(options: RegistryOptions) {
    const { system, operations, clock = options.system.clock, onExecuted = () => {}, onError = printError } = options;
    this.system = system;
    this.clock = clock;
    this.#onExecuted = onExecuted;
    this.#onError = onError;
    for (const each of operations) this.#add(each);
    this.#sorted = [...this.#byName.values()].sort((one, other) => compareTemplates(one.template, other.template));
  }

  /** All operations; of two that match one path, the one that is meant comes first. */
  get operations(): readonly Operation[] {
    return this.#sorted;
  }

  /** The operation of a name. */
  get(name: string): Operation | undefined {
    return this.#byName.get(name);
  }

  /** The operations that have a text in their name, path, summary or tags, whatever its case; sorted by name. */
  search(text: string): Operation[] {
    const wanted = text.toLowerCase();
    const found = this.#sorted.filter(({ name, path, summary, tags }) =>
      [name, path, summary, ...tags].some((each) => each.toLowerCase().includes(wanted))
    );
    return found.sort((one, other) => one.name < other.name ? -1 : 1);
  }

  /** The methods that a path answers; empty for a path that nobody has. */
  methodsOf(path: string): string[] {
    const parts = path.slice(1).split("/");
    const found = this.#sorted.filter(({ template }) => matchesTemplate(template, parts));
    const methods = new Set(found.map(({ method }) => method as string));
    if (methods.has("GET")) methods.add("HEAD");
    return [...methods].sort();
  }

  /**
   * Executes an operation: checks the permission, then the input, then does it.
   *
   * @throws {OperationError} If it is refused or fails.
   */
  async execute(name: string, input: Input, context: ExecuteContext): Promise<Executed> {
    const operation = this.#byName.get(name);
    if (operation === undefined) {
      throw new OperationError("operation_not_found", { status: 404, detail: `There is no operation ${name}` });
    }
    const { system, clock } = this;
    const startedAt = clock.now();
    try {
      const executed = await execute(operation, input, { ...context, system, clock });
      const durationMs = clock.now() - startedAt;
      const { status } = executed;
      this.#onExecuted({ operation, principal: context.principal.id, status, code: undefined, durationMs });
      return executed;
    } catch (error) {
      throw this.reject(error, { operation, principal: context.principal.id, startedAt });
    }
  }

  /**
   * What a caller is told of whatever was thrown; the rest goes to `onError`. Adapters call it for what they refuse before
   * they execute, so that it is recorded like all else.
   */
  reject(error: unknown, attempt: Attempt): OperationError {
    const { operation, principal, startedAt } = attempt;
    const known = error instanceof OperationError ? error : this.#internal(error, operation);
    const { status, code } = known;
    this.#onExecuted({ operation, principal, status, code, durationMs: this.clock.now() - startedAt });
    return known;
  }

  #internal(error: unknown, operation: Operation): OperationError {
    this.#onError(error, operation);
    const detail = `The operation ${operation.name} failed`;
    return new OperationError("internal", { status: 500, detail, cause: error });
  }

  #add(operation: Operation): void {
    const { name, method, path, template } = operation;
    for (const other of this.#byName.values()) {
      if (other.name === name) {
        throw new TypeError(
          `Cannot register the operation ${name} (${method} ${path}): a name is unique, and ${other.method} ${other.path} has it`,
        );
      }
      if (other.method === method && other.template.shape === template.shape) {
        throw new TypeError(
          `Cannot register the operation ${name} (${method} ${path}): method and path are unique, and ${other.name} ` +
            `(${other.method} ${other.path}) has them`,
        );
      }
    }
    this.#byName.set(name, operation);
  }
}

function printError(error: unknown, operation: Operation): void {
  console.error(`The operation ${operation.name} failed:`, error);
}
