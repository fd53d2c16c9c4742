/** A version by its three numbers; what is before a release is no version here. */
type Release = readonly [major: number, minor: number, patch: number];

/** Reads `1.2.3`; `undefined` for what is no release. */
function releaseOf(text: string): Release | undefined {
  const [, ...numbers] = /^(\d+)\.(\d+)\.(\d+)$/.exec(text) ?? [];
  return numbers.length === 3 ? numbers.map(Number) as unknown as Release : undefined;
}

/** From where on, and up to where a range goes; the end is not part of it. `undefined` for what is no range. */
function boundsOf(range: string): readonly [Release, Release] | undefined {
  const [, sign = "", major, minor, patch] = /^(\^|~|=)?v?(\d+)(?:\.(\d+|[x*]))?(?:\.(\d+|[x*]))?$/.exec(range) ?? [];
  if (range === "" || range === "*") return [[0, 0, 0], [Infinity, 0, 0]];
  if (major === undefined) return undefined;
  const isNumber = (part: string | undefined) => part !== undefined && /^\d+$/.test(part);
  const [a, b, c] = [Number(major), isNumber(minor) ? Number(minor) : 0, isNumber(patch) ? Number(patch) : 0];
  const from: Release = [a, b, c];
  if (!isNumber(minor)) return [from, [a + 1, 0, 0]];
  if (sign === "^") return [from, a > 0 ? [a + 1, 0, 0] : b > 0 || !isNumber(patch) ? [0, b + 1, 0] : [0, 0, c + 1]];
  if (sign === "~" || !isNumber(patch)) return [from, [a, b + 1, 0]];
  return [from, [a, b, c + 1]];
}

function compare(one: Release, other: Release): number {
  const at = [0, 1, 2].find((part) => one[part] !== other[part]);
  return at === undefined ? 0 : one[at]! - other[at]!;
}

/** The greatest release of a range: `1`, `1.2`, `1.2.3`, `^1.2.3`, `~1.2`, `*`, or one of these by `||`; `undefined` if there is none. */
export function greatestIn(range: string, versions: readonly string[]): string | undefined {
  const bounds = range.split("||").map((part) => boundsOf(part.trim())).filter((found) => found !== undefined);
  return versions
    .flatMap((version) => {
      const release = releaseOf(version);
      const isIn = release !== undefined &&
        bounds.some(([from, to]) => compare(release, from) >= 0 && compare(release, to) < 0);
      return isIn ? [{ version, release }] : [];
    })
    .sort((one, other) => compare(other.release, one.release))[0]?.version;
}
