/**
 * The SIMs behind the mobile lines of gangs; companies register the other ones. A slot for which a gang has no SIM is
 * silent: it shows the line of another slot and asks again later. The last line of a use is never missing: it comes from
 * abroad, where no SIM is needed.
 */
import type { Gang, LineInSlot } from "../gang.ts";
import { MAX_LINES } from "../gang-table.ts";
import { LINE_USES, type Line, type LineUse, isMobile } from "../line.ts";
import type { CardTrade } from "./card-trade.ts";
import type { GangSim } from "./gang-cards.ts";

export class LineSims {
  readonly #trade: CardTrade;
  readonly #slots: readonly Readonly<Record<LineUse, ReturnType<typeof emptySlots>>>[];

  constructor({ count }: { count: number }, trade: CardTrade) {
    this.#trade = trade;
    this.#slots = Array.from({ length: count }, () => ({ call: emptySlots(), message: emptySlots() }));
  }

  isSilent(gang: number, use: LineUse, slot: number): boolean {
    return this.#slots[gang]![use][slot]!.isSilent;
  }

  isOnly(gang: number, use: LineUse, slot: number): boolean {
    return this.#slots[gang]![use].every(({ isSilent }, other) => other === slot || isSilent);
  }

  close(gang: number, use: LineUse, slot: number): void {
    const state = this.#slots[gang]![use][slot]!;
    state.isSilent = true;
    state.sim = null;
  }

  inUse(gang: number, use: LineUse): number {
    return this.#slots[gang]![use].filter(({ isSilent }) => !isSilent).length;
  }

  retryTick(gang: number, use: LineUse, slot: number, line: Line, tick: number): number | null {
    const state = this.#slots[gang]![use][slot]!;
    const needsSim = isMobile(line.technology);
    state.sim = needsSim ? this.#trade.simFor(gang, line, false) : null;
    if (!needsSim || state.sim !== null) return null;
    if (!state.isSilent) this.#trade.silentSlots++;
    state.isSilent = true;
    const isLast = this.#slots[gang]![use].every(({ isSilent }) => isSilent);
    return isLast ? null : this.#trade.retryTick(gang, line.serial, tick);
  }

  open(gang: number, use: LineUse, slot: number, line: Line, isFirst: boolean): "own" | "abroad" {
    const state = this.#slots[gang]![use][slot]!;
    const needsSim = isMobile(line.technology);
    if (isFirst && needsSim) state.sim = this.#trade.simFor(gang, line, true);
    state.isSilent = false;
    if (!needsSim || state.sim !== null) return "own";
    this.#trade.linesAbroad++;
    return "abroad";
  }

  /** Shows a line of the gang in each of its silent slots. Returns the lines newly shown. */
  lend({ id, lines }: Gang): LineInSlot[] {
    const lent: LineInSlot[] = [];
    for (const use of LINE_USES) {
      const states = this.#slots[id]![use];
      const from = states.findIndex(({ isSilent }) => !isSilent);
      const line = lines[use][from]!;
      for (let slot = 0; slot < lines[use].length; slot++) {
        if (!states[slot]!.isSilent || lines[use][slot] === line) continue;
        lines[use][slot] = line;
        lent.push({ gang: id, use, slot, line });
      }
    }
    return lent;
  }

  cutSlots(): Omit<LineInSlot, "line">[] {
    const cut: Omit<LineInSlot, "line">[] = [];
    for (const [gang, slots] of this.#slots.entries()) {
      for (const use of LINE_USES) {
        for (const [slot, { sim, isSilent }] of slots[use].entries()) {
          if (!isSilent && sim !== null && this.#trade.isCut(sim)) cut.push({ gang, use, slot });
        }
      }
    }
    return cut;
  }
}

function emptySlots() {
  return Array.from({ length: MAX_LINES }, () => ({ isSilent: true, sim: null as GangSim | null }));
}
