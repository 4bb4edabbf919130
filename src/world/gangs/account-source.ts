/** Where the accounts come from that gangs have money sent to. */

/** Money on its way to an account. */
export interface Transfer {
  readonly gang: number;
  readonly target: number;
  /** Of the transfers of an episode, which. */
  readonly part: number;
  readonly yuan: number;
  readonly timeMs: number;
  /** Told when the account is frozen while the money still lies on it. */
  readonly returned: (yuan: number) => void;
}

export interface AccountSource {
  /** The account that a gang uses at `timeMs`; null where it has none. Its number says nothing of the gang. */
  at(gang: number, timeMs: number): number | null;
  /** Without an account, a transfer is tried again so much later, so often. */
  readonly waitMs: number;
  readonly tries: number;
  /** A transfer to the account of the gang was made; or was given up for want of one. */
  note(transfer: Transfer): void;
  noteFailed(): void;
}
