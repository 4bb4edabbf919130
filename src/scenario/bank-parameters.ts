import { count, days, group, hours, logits, minutes, quantity, share, toggle, yuan } from "./parameter.ts";

/** No source tells how many payers are asked, insist, or take another way. */
export function banksGroup() {
  return group({
    enabled: toggle.basic(false)`Banks hold transfers that look suspect, and ask the payer.`,
    falseShare: share.basic(0.001)`Innocent transfers that look so odd to the bank that it holds them.`,
    separation: quantity("standard deviations")(2, [0, 8])`
      By how much the bank's score of a victim's transfer lies above that of an innocent one, on average.`,
    falseShareAfterCall: share.basic(0.2)`
      Innocent transfers odd enough to be held where the payer spoke with a suspect number; 0: the network is not asked.`,
    callMinutes: minutes(60, [0, 10_000])`How long after its beginning a call with a suspect number counts.`,
    listHours: hours(6, [0, 2000])`From a complaint that names an account until banks have it on their lists.`,
    listDays: days(30, [0, 365])`How long an account stays on them; 0: there are no lists.`,
    listMistakes: share(0.05)`Of accounts on the lists, those beside which an innocent's is listed by mistake.`,
    holdHours: hours.basic(
      24,
      [0, 720],
      "up to 72 hours are allowed in one country from October 2024 (association of its banks); how long banks take is assumed",
    )`How long a transfer is held whose payer insists.`,
    question: logits.basic(2)`Persuasion by the question of a bank, the first that a person hears.`,
    onTheLine: share(0.3)`
      Victims whom the gang keeps on the telephone while they pay, where it calls people and they are in no chat.`,
    otherWay: share.basic(0.15)`
      Victims who insist and then pay in another way, at once: at a counter, in cash, by gift cards, in a currency of
      the net.`,
    otherWayHours: hours(8, [0, 2000])`How long they take.`,
    otherWayPrice: share(0.4)`Of money paid in another way, what is lost to the gang on the way.`,
    otherAccountHours: hours(12, [0, 2000])`Where an account is refused, how long until the victim tries again.`,
    otherAccounts: count(3, [0, 100])`Times that a victim tries again.`,
    turnAfter: count(2, [0, 1_000_000])`
      Transfers to an account refused after which its gang turns to another; 0: it uses each for its time.`,
    accountYuan: yuan(1000)`A gang pays for another account then, where none is bought as a card.`,
    coachAfter: count(5, [0, 1_000_000])`
      Transfers held after which a gang tells victims what to say to the bank; 0: gangs never do.`,
    coachedWorth: share(0.6)`Of the persuasion by a question, what is left where a gang did so.`,
    coachYuan: yuan(100)`A gang pays for telling one victim.`,
    innocentTransfers: quantity("transfers a week")(0.5, [0, 100])`
      Transfers of a subscriber to somebody whom he or she never paid before.`,
  });
}
