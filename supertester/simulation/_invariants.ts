import { type RunFailure, thrownFailure } from "./failure.ts";
import type { NamedCheck } from "./sim_context.ts";

/** How many microtasks, one after the other, a promise of an invariant may take. */
const PATIENCE = 1000;

const DONE: Promise<void> = Promise.resolve();

/** Makes what looks at all invariants, between two turns; the first that does not hold is told. */
export function invariantCheck(
  invariants: readonly NamedCheck[],
  fail: (failure: RunFailure) => void,
): () => Promise<void> {
  return () => {
    let waits: Promise<void>[] | undefined;
    for (const { name, check } of invariants) {
      try {
        const holds = check();
        if (isThenable(holds)) (waits ??= []).push(settled(holds, name, fail));
        else judge(holds, name, fail);
      } catch (error) {
        fail(thrownFailure("invariant", error, { of: name }));
      }
    }
    return waits === undefined ? DONE : Promise.all(waits).then(() => {});
  };
}

function judge(holds: unknown, name: string, fail: (failure: RunFailure) => void): void {
  if (holds === undefined || holds === true) return;
  fail({
    kind: "invariant",
    message: `${name} does not hold: the check gave ${String(holds)}`,
    signature: `invariant ${name}`,
  });
}

async function settled(
  promise: PromiseLike<unknown>,
  name: string,
  fail: (failure: RunFailure) => void,
): Promise<void> {
  let over = false;
  const looked = (async () => {
    try {
      judge(await promise, name, fail);
    } catch (error) {
      fail(thrownFailure("invariant", error, { of: name }));
    } finally {
      over = true;
    }
  })();
  await Promise.race([looked, microtasks(PATIENCE)]);
  if (over) return;
  fail({
    kind: "invariant",
    message: `${name} was not settled between two turns: it must look, and not ask a process, which waits for its turn`,
    signature: `invariant ${name} unsettled`,
  });
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function";
}

/** Comes after so many microtasks. */
function microtasks(count: number): Promise<void> {
  return new Promise((resolve) => {
    const next = (left: number) => left === 0 ? resolve() : queueMicrotask(() => next(left - 1));
    next(count);
  });
}
