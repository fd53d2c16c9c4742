/** A value, and whether somebody has looked into it. */
export interface LookedAt {
  /** What is handed on in its place. */
  readonly value: object;
  /** Whether anybody has asked for anything of it. */
  readonly looked: boolean;
}

/** Notes whether somebody looks into an object at all: who was told which way to go, and did not, goes wrong. */
export function lookedAt(value: object): LookedAt {
  let looked = false;
  const noting = <Args extends unknown[], Result>(what: (...args: Args) => Result) => (...args: Args): Result => {
    looked = true;
    return what(...args);
  };
  const { get, has, ownKeys, getOwnPropertyDescriptor } = Reflect;
  const proxy = new Proxy(value, {
    get: noting(get),
    has: noting(has),
    ownKeys: noting(ownKeys),
    getOwnPropertyDescriptor: noting(getOwnPropertyDescriptor),
  });
  return {
    value: proxy,
    get looked() {
      return looked;
    },
  };
}
