/** What leads from a version to another. */
interface Step {
  readonly from: number;
  readonly to: number;
}

/** The fewest steps that lead from a version to another; of two ways that are as short, the one that was named first. */
export function stepsBetween<S extends Step>(steps: readonly S[], { from, to }: Step): readonly S[] | undefined {
  const ways = new Map<number, readonly S[]>([[from, []]]);
  for (const [at, way] of ways) { // a Map goes on to what is added meanwhile: breadth first
    if (at === to) return way;
    for (const step of steps) {
      if (step.from === at && !ways.has(step.to)) ways.set(step.to, [...way, step]);
    }
  }
  return undefined;
}
