import { group, hours, share } from "./parameter.ts";

export function provenanceGroup() {
  return group({
    observedShare: share.basic(0.7)`
      Numbers and domains whose records reach the platform; of the others nothing is known.`,
    lateHours: hours(24, [0, 2000])`
      Until they do: age so long after the activation, device, cells and calls so long after the first use.`,
    newShare: share(0.03, [0, 0.2])`
      Benign numbers activated within the last 30 days; of couriers, delivery and marketing three times as many. Of
      pages that benign messages link to, three times as many are on a domain of that age.`,
    sharedDeviceShare: share(0.15)`
      Mobile numbers of organisations that call through one device with others: call centres, couriers' exchanges.`,
    machineShare: share(0.01)`
      Numbers of subscribers that are machines, such as probes of the network and alarms: they stand still, are
      never called, and share devices.`,
  });
}
