/** Where the command listens. */
export interface Settings {
  /** The port. */
  readonly port: number;
  /** The address. */
  readonly hostname: string;
  /** What opens the monitor from elsewhere. */
  readonly token: string | undefined;
}

/** Settings that cannot be used; the message is for whoever set them. */
export class SettingsError extends Error {
  /** Always `"SettingsError"`. */
  override readonly name: string = "SettingsError";
}

/**
 * Reads `PORT`, `HOST` and `SUPERLEARNER_TOKEN`.
 *
 * @throws {SettingsError} If one cannot be used.
 */
export function readSettings(get: (name: string) => string | undefined): Settings {
  const portText = get("PORT") || "4000";
  const port = Number(portText);
  if (!/^\d+$/.test(portText) || port > 65_535) {
    throw new SettingsError(`Cannot start: PORT is a whole number from 0 to 65535, got ${JSON.stringify(portText)}`);
  }
  return { port, hostname: get("HOST") || "127.0.0.1", token: get("SUPERLEARNER_TOKEN") || undefined };
}

/** The address as people type it. */
export function addressOf(hostname: string, port: number): string {
  const local = ["127.0.0.1", "localhost", "::1", "0.0.0.0", "::"].includes(hostname);
  const host = local ? "localhost" : hostname.includes(":") ? `[${hostname}]` : hostname;
  return `http://${host}:${port}`;
}
