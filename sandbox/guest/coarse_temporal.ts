/** What is used of `Temporal`, which the compiler does not know yet. */
interface TemporalLike {
  readonly Instant: { fromEpochMilliseconds(milliseconds: number): InstantLike };
  readonly Now: { timeZoneId(): string } & { [name: string]: unknown };
}

interface InstantLike {
  toZonedDateTimeISO(zone: string): ZonedLike;
}

interface ZonedLike {
  toPlainDateTime(): unknown;
  toPlainDate(): unknown;
  toPlainTime(): unknown;
}

/**
 * Has `Temporal.Now` tell whole milliseconds, as all clocks of a guest do: with nanoseconds one can measure what others do.
 * Before the realm is frozen.
 */
export function coarsenTemporal(): void {
  const temporal = (globalThis as { readonly Temporal?: TemporalLike }).Temporal;
  if (temporal === undefined) return;
  const { Instant, Now } = temporal;
  const zoneId = Now.timeZoneId.bind(Now);
  const instant = () => Instant.fromEpochMilliseconds(Date.now());
  const zoned = (zone: string = zoneId()) => instant().toZonedDateTimeISO(zone);
  const coarse: Readonly<Record<string, (zone?: string) => unknown>> = {
    instant,
    zonedDateTimeISO: zoned,
    plainDateTimeISO: (zone) => zoned(zone).toPlainDateTime(),
    plainDateISO: (zone) => zoned(zone).toPlainDate(),
    plainTimeISO: (zone) => zoned(zone).toPlainTime(),
  };
  for (const [name, value] of Object.entries(coarse)) {
    Object.defineProperty(Now, name, { value, writable: true, configurable: true, enumerable: false });
  }
}
