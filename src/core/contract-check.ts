/** One thing that every engine of a kind must do, for any test runner. */
export interface ContractCheck {
  /** What it asserts, as a sentence about the engine. */
  readonly name: string;
  /** Throws an AssertionError where that does not hold. */
  readonly run: () => void;
}
