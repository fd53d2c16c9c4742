import { checkOptions } from "../argument_error.ts";
/** What is kept out of reports and answers. */
export interface RedactOptions {
  /** Further names whose values are hidden; case, `-` and `_` do not matter, and a part of a name is enough. @default {[]} */
  keys?: readonly string[];
  /** Further patterns; what they match in a text is hidden. @default {[]} */
  values?: readonly RegExp[];
  /** Whether the rules that come with it hold as well; without them, `keys` and `values` are all there is. @default {true} */
  builtIn?: boolean;
}

/** What stands in the place of a secret. */
export const REDACTED = "[redacted]";

const KEYS = [
  "password",
  "passwd",
  "passphrase",
  "secret",
  "token",
  "authorization",
  "apikey",
  "privatekey",
  "accesskey",
  "credential",
  "cookie",
];

/** Texts that are secrets by their look: bearer tokens, JSON web tokens, private keys, passwords in URLs, keys of well-known services. */
const VALUES: readonly RegExp[] = [
  /\b(?:Bearer|Basic) +[A-Za-z0-9._~+/-]{6,}=*/gi,
  /\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]*/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /(?<=:\/\/[^\s/:@]{0,200}:)[^\s/@]{1,200}(?=@)/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\b(?:gh[opsu]_|github_pat_|xox[abprs]-|sk-|sk_live_)[A-Za-z0-9_-]{10,}/g,
  /(?<=\b(?:password|passwd|secret|token|api[_-]?key) ?[=:] ?["']?)[^\s"'&,;]{3,}/gi,
];

/**
 * Finds secrets by the names of fields, and by the look of texts: passwords, tokens, keys, cookies, credentials. Crash
 * reports go through one; bring your own rules where yours are others.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Redaction } from "@superlearner/otp";
 *
 * const redaction = new Redaction({ keys: ["iban"] });
 * assertEquals(redaction.hides("customerIban"), true);
 * assertEquals(redaction.text("Authorization: Bearer abc.def-ghi"), "Authorization: [redacted]");
 * ```
 */
export class Redaction {
  readonly #keys: readonly string[];
  readonly #values: readonly RegExp[];
  readonly #known = new Map<string, boolean>();

  /** Makes a redaction. */
  constructor(options: RedactOptions = {}) {
    const { keys = [], values = [], builtIn = true } = checkOptions("make a redaction", options);
    const own = values.map((each) => each.global ? each : new RegExp(each, `${each.flags}g`));
    this.#keys = [...builtIn ? KEYS : [], ...keys.map(plain)].filter((each) => each !== "");
    this.#values = builtIn ? [...VALUES, ...own] : own;
  }

  /** Whether the value of a field of this name is hidden. */
  hides(name: string): boolean {
    let hidden = this.#known.get(name);
    if (hidden === undefined) {
      const bare = plain(name);
      hidden = this.#keys.some((each) => bare.includes(each));
      // Names come from anywhere, so what is remembered has an end.
      if (this.#known.size < 1000) this.#known.set(name, hidden);
    }
    return hidden;
  }

  /** A text without the secrets in it. */
  text(text: string): string {
    if (text.length < 5) return text;
    let clean = text;
    for (const pattern of this.#values) clean = clean.replace(pattern, REDACTED);
    return clean;
  }
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_ .]/g, "");
}
