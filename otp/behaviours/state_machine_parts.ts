/** A part of a machine's types, or what stands in where the machine does not name it. */
export type MachinePart<M, Key extends string, Default> = M extends { readonly [K in Key]: infer Found } ? Found
  : Default;

/** What a kind of event carries. */
export type CarriedBy<Kind> = Kind extends (...all: infer Given) => unknown
  ? Given["length"] extends 0 ? undefined : Given[0]
  : never;

/** What a kind of call replies. */
export type RepliedBy<Kind> = Kind extends (...all: never[]) => infer Value ? Value : never;

/** A field that may be left out where it need not hold anything. */
export type FieldOf<Name extends string, Value> = undefined extends Value ? { readonly [N in Name]?: Value }
  : { readonly [N in Name]: Value };
