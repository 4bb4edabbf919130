import { z } from "zod";
import { count, days, group, hours, quantity, share, sigma, toggle, yuan } from "./parameter.ts";

/** Holders sell sets of cards to dealers, dealers to gangs: a SIM of each operator and a bank account of one person. */
export function cardsGroup() {
  return group({
    traded: toggle.basic(true)`
      Lines and accounts of gangs need cards that are bought; off: they are free and endless.`,
    holders: quantity("people for each gang", z.int)(130, [1, 5000])`People who might sell a set of their cards.`,
    reservationYuan: yuan(400)`Median price at which they would, if nobody were ever penalised.`,
    reservationSigma: sigma(0.7)`Spread of that price.`,
    considerDays: days(20, [0.05, 3660])`Mean time between two occasions on which somebody might sell a set.`,
    ownLines: quantity("lines")(
      1.4,
      [1, 10],
      "1.6 billion lines (industry ministry, end of 2020) of some 1.1 billion adults",
    )`
      Mobile lines that a person uses, on average; of holders, besides those that they sell.`,
    payments: quantity("payments a day")(
      1.8,
      [0, 100],
      "950 billion mobile and online payments of 1.41 billion people in 2020 (central bank)",
    )`What a person pays but at a counter: missed by people who are penalised wrongly.`,
    outlets: quantity("outlets for each gang", z.int)(7, [1, 1000])`
      Outlets of banks and operators where sets are opened.`,
    dealers: quantity("dealers for each gang").basic(2, [0, 1000])`Dealers at work when the run begins.`,
    dealerMembers: quantity("people")(18, [1, 1000])`Mean number of those who work for a dealer.`,
    memberSets: quantity("sets a day")(0.022, [0, 100])`What a member of a dealer can buy from holders.`,
    dealerCostYuan: yuan(150)`Margin on a set that a dealer needs if no dealer is ever raided.`,
    foundedShare: share(0.0067)`
      Dealers founded in a day, as a share of the first ones, where all have as much to do as they can and the margin
      is twice what is needed; in proportion to both.`,
    setsPerGang: quantity("sets a day")(0.5, [0, 1000])`What dealers expect that a gang buys when the run begins.`,
    stockDays: days(3, [0.05, 3660])`Stock that dealers keep, in days of what gangs ask for.`,
    priceYuan: yuan(
      300,
      [0, 1e6],
      "about a tenth of 3,000 yuan, the price under the crackdown (Xinhua Daily Telegraph, January 2021, mirrored)",
    )`What gangs pay for a set before the first hour.`,
    bidYuan: yuan(
      150,
      [0, 1e6],
      "300 yuan under the crackdown (Xinhua Daily Telegraph, January 2021, mirrored); before it, assumed",
    )`What dealers pay for a set before the first hour.`,
    adjustment: quantity("a day")(0.2, [0, 2], "Walras's tatonnement as a rate (Samuelson 1941); its size assumed")`
      By how much the logarithm of a price moves in a day in which nothing is offered of what is asked for.`,
    memoryDays: days(14, [0.05, 3660])`
      What a set brought a gang lately, which is the most that it pays, fades with this time constant.`,
    retryHours: hours(12, [1, 1000])`Mean time until a gang asks again for a SIM that it could not have.`,
    accountWaitHours: hours(8, [0.1, 1000])`A transfer for which there is no account is tried again after this time.`,
    accountTries: count(6, [1, 100])`Tries after which the victim sends nothing.`,
    layeringHours: hours(2, [0, 1000])`Mean time that money lies on an account until it is moved on.`,
    penaltyYuan: yuan(
      12_000,
      [0, 1e6],
      "an expected penalty adds to the price of supply (Becker 1968); its size assumed",
    )`
      What a holder asks for beyond the reservation price if all holders were penalised lately for five years, and in
      proportion; less for a shorter term.`,
    raidYuan: yuan(9000, [0, 1e6], "the same")`
      What a dealer needs beyond its cost on each set if all dealers were raided lately, and in proportion.`,
    fearHalfLifeDays: days(60, [0.05, 3660])`Half-life of the memory of penalties and raids.`,
  });
}

export function crackdownGroup() {
  return group({
    enabled: toggle.basic(false)`Listed numbers and accounts that victims name are traced to holders and dealers.`,
    fromHour: count.basic(480, [0, 24 * 366], "design")`When it begins.`,
    days: days.basic(113, [0.05, 3660], "10 October 2020 to 31 January 2021 (spokesperson, February 2021)")`
      How long cases are taken up.`,
    casesPerDay: quantity("cases a day").basic(33, [0, 100_000])`Capacity of the investigators; leads beyond it wait.`,
    traceDays: days(3, [0, 365])`From taking up a lead to its holder.`,
    mistakes: share(0.02)`
      Holders for whom the register names somebody else, who never sold a card: of the same name, or whose name was misused.`,
    appealDays: days(30, [0, 3660])`From the penalty of such a person to the answer to an appeal.`,
    appealsGranted: share(0.8)`Appeals after which such a person gets lines and accounts back; else the term goes on.`,
    noticeShare: share(0.01)`
      With each wave of publicity while the crackdown lasts, people whom it reaches fear a penalty as if this share of
      holders had just been penalised.`,
    namesShare: share(0.4)`Traced holders who name the dealer.`,
    dealerHolders: count(4, [1, 1000])`Holders who must name a dealer before it is raided.`,
    raidDays: days(5, [0, 365])`From then to the raid.`,
    arrestedShare: share(0.85)`Members of a dealer who are arrested in the raid.`,
    termDays: days(
      1826,
      [0.05, 10_000],
      "5 years (central bank, 2016); from 1 December 2024 2 years for sellers and 3 for those convicted (mirrored)",
    )`
      For this long, whoever is penalised opens no line or account, keeps one line at each operator, and pays and is paid
      at a counter alone.`,
    outletAccounts: count(5, [1, 10_000])`Traced accounts opened at one outlet that shut it.`,
    outletDays: days(183, [0.05, 3660], "6 months (ministry of public security, 2020)")`
      A shut outlet opens no set for this long.`,
    freezeHours: hours(6, [0, 1000])`From a victim's complaint to the freezing of the account it names.`,
  });
}
