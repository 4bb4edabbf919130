/** A stage of a user's own, as small as they come: is the text longer than messages mostly are? */
export default {
  name: "long",
  title: "Long text",
  question: "Is the text longer than most?",
  summary: "Messages that are longer than most.",
  columns: { units: "u16" },
  evidence: { textLong: { weight: 35, words: "text is long" } },
  readEvidence(_events, { own }, _settings, bitOf) {
    const { units } = own.long;
    const long = bitOf("textLong");
    return (row) => (units[row] > 0 ? long : 0);
  },
  // The main thread seals, another attaches: from the twelfth hour on, more messages count as long.
  open: () => (tick) => ({ least: tick < 12 ? 60 : 40 }),
  attacher: () => ({ attach: ({ least }) => ({ least }) }),
  screen({ textStart, count }, { own }, { least }) {
    const { units } = own.long;
    for (let row = 0; row < count; row++) {
      const length = textStart[row + 1] - textStart[row];
      units[row] = length >= least ? length : 0;
    }
  },
  explain(_events, { own }, row) {
    const units = own.long.units[row];
    return units === 0 ? null : `${units} units are many`;
  },
};
