import { GUEST_BUNDLE } from "../../guest/guest_bundle.ts";
import { GuestCode } from "../guest_code.ts";
import { Isolate, type TurnResult } from "../isolate.ts";

/** The code of ours in a realm, compiled once for all tests of a file. */
export const CODE: GuestCode = new GuestCode(GUEST_BUNDLE, undefined, () => "secret");

/** A realm with one module, or several by path, linked and not evaluated. */
export function isolateOf(
  source: string | Readonly<Record<string, string>>,
  { turnMs = 1000, granted = [], handles = 100 }: { turnMs?: number; granted?: string[]; handles?: number } = {},
): Isolate {
  const isolate = new Isolate({
    config: { name: "guest", messageBytes: 1_000_000, processes: 100, handles, granted, env: {} },
    turnMs,
    code: CODE,
  });
  const modules = typeof source === "string" ? { "/main.ts": source } : source;
  isolate.link(new Map(Object.entries(modules)), { entry: "/main.ts" });
  return isolate;
}

/** What a guest said, without its packets and its usage. */
export function said({ text }: TurnResult): unknown[] {
  const messages = JSON.parse(`[${text.replaceAll("\n", ",")}]`) as [string, ...unknown[]][];
  return messages.filter(([kind]) => kind !== "frame" && kind !== "usage");
}

/** What a module prints while it is evaluated. */
export function printed(source: string | Readonly<Record<string, string>>): string[] {
  const isolate = isolateOf(source, { turnMs: 20_000 });
  const lines = [...said(isolate.evaluate()), ...said(isolate.turn(["1"]))] as [string, string, string][];
  return lines.filter(([kind]) => kind === "line" || kind === "failed").map(([kind, level, text]) =>
    kind === "line" ? text : level
  );
}
