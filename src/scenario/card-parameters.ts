/** Parameters of SIMs and bank accounts that people sell to gangs, and of the crackdown on that trade. */
import { ASSUMED, basic, countOf, group, quantity, share, toggle } from "./parameter.ts";

/**
 * The market for sets of cards: holders sell to dealers, dealers to gangs. A set is some SIMs and a bank account
 * of one person.
 */
export function cardsGroup() {
  return group({
    traded: basic(
      toggle(false, "Lines and accounts of gangs need cards that are bought; off: they are free and endless."),
    ),
    holders: countOf(20_000, 1, 1_000_000, ASSUMED, "People who might sell a set of their cards."),
    reservationYuan: yuan(400, "Median price at which they would, if nobody were ever penalised."),
    reservationSigma: quantity(
      0.7,
      { min: 0, max: 3 },
      "standard deviation of the logarithm",
      ASSUMED,
      "Spread of that price.",
    ),
    considerDays: days(20, "Mean time between two occasions on which somebody might sell."),
    setsPerHolder: countOf(2, 1, 20, ASSUMED, "Sets that one person sells at most."),
    sims: countOf(3, 1, 15, "three operators, a card at each (design)", "SIMs of a set."),
    outlets: countOf(200, 1, 100_000, ASSUMED, "Outlets of banks and operators where sets are opened."),
    dealers: basic(countOf(150, 0, 10_000, ASSUMED, "Dealers at work when the run begins.")),
    dealerMembers: quantity(
      20,
      { min: 1, max: 1000 },
      "people",
      ASSUMED,
      "Mean number of those who work for a dealer, lognormal.",
    ),
    dealerSigma: quantity(
      0.5,
      { min: 0, max: 3 },
      "standard deviation of the logarithm",
      ASSUMED,
      "Spread of that number.",
    ),
    memberSets: quantity(
      0.02,
      { min: 0, max: 100 },
      "sets a day",
      ASSUMED,
      "What a member of a dealer can buy from holders.",
    ),
    dealerCostYuan: yuan(150, "Margin on a set that a dealer needs if no dealer is ever raided."),
    foundedPerDay: quantity(
      1,
      { min: 0, max: 1000 },
      "dealers a day",
      ASSUMED,
      "Dealers founded where all have as much to do as they can and the margin is twice what is needed; in proportion to both. As many go, of a hundred, where it is as far below.",
    ),
    stockDays: days(3, "Stock that dealers keep, in days of what gangs ask for."),
    priceYuan: basic(
      yuan(
        300,
        "What gangs pay for a set before the first hour.",
        "about a tenth of 3,000 yuan, the price under the crackdown (Xinhua Daily Telegraph, January 2021, mirrored)",
      ),
    ),
    bidYuan: yuan(
      150,
      "What dealers pay for a set before the first hour.",
      "300 yuan under the crackdown (Xinhua Daily Telegraph, January 2021, mirrored); before it, assumed",
    ),
    adjustment: quantity(
      0.12,
      { min: 0, max: 2 },
      "a day",
      "Walras's tatonnement as a rate (Samuelson 1941); its size assumed",
      "By how much the logarithm of a price moves in a day in which nothing is offered of what is asked for.",
    ),
    spendShare: share(0.35, ASSUMED, "Of the recent income of a line, what a gang pays for a set at most."),
    memoryDays: days(14, "Recent income fades with this time constant."),
    retryHours: quantity(
      12,
      { min: 1, max: 1000 },
      "hours",
      ASSUMED,
      "Mean time until a gang asks again for a SIM that it could not have.",
    ),
    accountWaitHours: quantity(
      8,
      { min: 0.1, max: 1000 },
      "hours",
      ASSUMED,
      "A transfer for which there is no account is tried again after this time.",
    ),
    accountTries: countOf(6, 1, 100, ASSUMED, "Tries after which the victim sends nothing."),
    layeringHours: quantity(
      2,
      { min: 0, max: 1000 },
      "hours",
      ASSUMED,
      "Mean time that money lies on an account until it is moved on.",
    ),
    penaltyYuan: yuan(
      12_000,
      "What a holder asks for beyond the reservation price if all holders were penalised lately, and in proportion.",
      "an expected penalty adds to the price of supply (Becker 1968); its size assumed",
    ),
    raidYuan: yuan(
      8000,
      "What a dealer needs beyond its cost on each set if all dealers were raided lately, and in proportion.",
      "the same",
    ),
    fearHalfLifeDays: days(60, "Half-life of the memory of penalties and raids."),
  });
}

/** The police crackdown on holders and dealers. It has nothing to trace unless cards are traded. */
export function crackdownGroup() {
  return group({
    enabled: basic(toggle(false, "Listed numbers and accounts that victims name are traced to holders and dealers.")),
    fromHour: basic(countOf(480, 0, 24 * 366, "design", "When it begins.")),
    days: basic(
      days(113, "How long cases are taken up.", "10 October 2020 to 31 January 2021 (spokesperson, February 2021)"),
    ),
    casesPerDay: basic(
      quantity(
        23,
        { min: 0, max: 100_000 },
        "cases a day",
        ASSUMED,
        "Capacity of the investigators; leads beyond it wait.",
      ),
    ),
    traceDays: quantity(3, { min: 0, max: 365 }, "days", ASSUMED, "From taking up a lead to its holder."),
    mistakes: share(0.02, ASSUMED, "Traces that end at somebody who never sold a card."),
    namesShare: share(0.48, ASSUMED, "Traced holders who name the dealer."),
    dealerHolders: countOf(4, 1, 1000, ASSUMED, "Holders who must name a dealer before it is raided."),
    raidDays: quantity(5, { min: 0, max: 365 }, "days", ASSUMED, "From then to the raid."),
    arrestedShare: share(0.85, ASSUMED, "Members of a dealer who are arrested in the raid."),
    termDays: days(
      1826,
      "A penalised holder opens no account and keeps one SIM at each operator for this long.",
      "5 years (central bank, 2016)",
      10_000,
    ),
    laterTermDays: days(
      730,
      "The same for penalties that begin later.",
      "2 years for sellers and lenders, 3 for those convicted, from 1 December 2024 (mirrored; the split is weak)",
      10_000,
    ),
    laterTermFromDay: quantity(
      1513,
      { min: 0, max: 10_000 },
      "days from the first hour",
      "1 December 2024, for a run that begins on 10 October 2020",
      "When later terms begin.",
    ),
    outletAccounts: countOf(8, 1, 10_000, ASSUMED, "Traced accounts opened at one outlet that shut it."),
    outletDays: days(183, "A shut outlet opens no set for this long.", "6 months (ministry of public security, 2020)"),
    freezeHours: quantity(
      6,
      { min: 0, max: 1000 },
      "hours",
      ASSUMED,
      "From a victim's complaint to the freezing of the account it names.",
    ),
  });
}

function yuan(value: number, description: string, source: string = ASSUMED) {
  return quantity(value, { min: 0, max: 1e6 }, "yuan", source, description);
}

function days(value: number, description: string, source: string = ASSUMED, max = 3660) {
  return quantity(value, { min: 0.05, max }, "days", source, description);
}
