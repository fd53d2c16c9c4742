/** An import that leads out of the map. */
export class ImportDenied extends Error {
  /** Always `"ImportDenied"`. */
  override readonly name: string = "ImportDenied";
  /** What was to be imported. */
  readonly specifier: string;
  /** Where the import stands. */
  readonly from: string;

  /** Makes the error. */
  constructor(specifier: string, from: string) {
    super(`${from} imports ${specifier}, which was not granted`);
    this.specifier = specifier;
    this.from = from;
  }
}
