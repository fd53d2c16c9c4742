import type { FromGuest } from "../guest/protocol.ts";

type Kind = FromGuest[0];
type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === "string";
const count: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const any: Check = () => true;

/** What each kind is made of, after the kind. */
const FORMS: { readonly [Each in Kind]: readonly Check[] } = {
  frame: [any],
  line: [text, text],
  loaded: [],
  beside: [count],
  not_beside: [count, text],
  up: [(value) => value === null || typeof value === "string" && /^<0\.\d{1,15}\.0>$/.test(value)],
  failed: [text],
  crashed: [text],
  done: [count, any],
  threw: [count, text, text],
  use: [count, text, any],
  denied: [text, text],
  import_denied: [text, text],
  usage: [count, count, count],
  full: [count],
  over: [text, count],
};

/** Takes what a guest said for a message; `undefined` if it is none. */
export function readGuest(said: unknown): FromGuest | undefined {
  if (!Array.isArray(said)) return undefined;
  const [kind, ...rest] = said as unknown[];
  if (typeof kind !== "string" || !Object.hasOwn(FORMS, kind)) return undefined;
  const form = FORMS[kind as Kind];
  return form.length === rest.length && form.every((check, at) => check(rest[at]))
    ? said as unknown as FromGuest
    : undefined;
}
