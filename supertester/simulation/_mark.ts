import type { Option } from "@superlearner/otp/simulation";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/**
 * One letter for what was chosen, and among how many: a run whose code has changed soon has another letter somewhere, and
 * that is where it left the recorded one. One in 64 differences stays unseen at its place.
 */
export function markOf(option: Option | undefined, count: number): string {
  const text = option === undefined ? `pick ${count}` : `${count} ${option.place} ${option.form ?? ""} ${option.kind}`;
  return LETTERS[checksum(text) % 64]!;
}

/** 32 bits of a text (FNV-1a), mixed so that the lowest are as good as the others. */
export function checksum(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x85ebca6b);
  return (hash ^ hash >>> 13) >>> 0;
}
