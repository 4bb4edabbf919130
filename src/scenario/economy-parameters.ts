import { days, group, quantity, share, toggle, yuan } from "./parameter.ts";

export function economyGroup() {
  return group({
    capitalYuan: yuan(100_000, [0, 1e9])`What a gang has before the first hour, or when it is founded.`,
    agedNumberYuan: yuan(60)`
      A gang pays for a number that it begins to use, for each 30 days of the age that it asks for.`,
    deviceYuan: yuan(300)`
      A gang pays for a device, one for each cell in which its numbers are seen, shared by the numbers it shows.`,
    agedDomainYuan: yuan(40)`The same for a domain.`,
    wagesYuan: quantity("yuan a day")(100, [0, 100_000])`
      A gang pays for those who work one of the lines or senders that it has by habit, silent or not. At twice the pace
      it pays four times as much: twice as many people, and twice as much each, as they must be recruited.`,
    growthShare: share(0)`
      By so much a gang grows after a day on which its money became more, and shrinks after one on which it became
      less: between a quarter and double of its first size.`,
    bankruptcy: toggle.basic(false)`
      A gang that owes more than its credit is no more; another is founded in its place.`,
    foundedAfterDays: days(14, [0, 366])`From a gang's end to the founding of another in its place.`,
  });
}
