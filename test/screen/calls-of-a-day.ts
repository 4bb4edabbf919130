/** Calls of 20 callers, two of whom call everybody and are rarely answered; some rows are late. */
export function callsOfADay() {
  const start = Date.UTC(2026, 2, 1);
  return Array.from({ length: 1000 }, (_, at) => {
    const isBusy = at % 3 === 0;
    const late = at % 50 === 7 ? 5 * 60_000 : at % 211 === 9 ? 40 * 60_000 : 0;
    return {
      time: new Date(start + at * 84_000 - late).toISOString(),
      caller: isBusy ? `1380013800${at % 2}` : `139001390${10 + (at % 18)}`,
      callee: isBusy ? `1370000${1000 + at}` : `13600136${100 + (at % 7)}`,
      duration: isBusy && at % 5 > 0 ? 0 : 30 + (at % 90),
    };
  });
}
