/** Parameters of what the platform gets to see beside its screening, and of payments, which banks see. */
import { ASSUMED, basic, group, quantity, share } from "./parameter.ts";

/** By kind, what reaches the platform of what happens. */
export function observationGroup() {
  return group({
    calls: share(0.98, ASSUMED, "Calls put through, and calls back, whose records reach the platform."),
    messages: share(0.98, ASSUMED, "The same of messages and replies."),
    lookUps: basic(
      share(
        0.75,
        ASSUMED,
        "Subscribers whose look-ups of hosts pass the operators' resolvers in the clear. Of others, who use other resolvers or encryption, none is seen, and no site or app is refused.",
      ),
    ),
    installs: share(0.3, ASSUMED, "Installed apps that a telephone's own protection reports."),
    chats: share(0.03, ASSUMED, "Messages in chat apps that their operators report: no network sees them."),
    payments: basic(share(0.65, ASSUMED, "Payments that banks report while they are made.")),
  });
}

/** What engaged subscribers pay before the transfer, and to whom. */
export function paymentsGroup() {
  return group({
    accountDays: quantity(
      4,
      { min: 0.05, max: 365 },
      "days",
      ASSUMED,
      "Mean time for which a gang uses an account, exponential.",
    ),
    testShare: share(
      0.5,
      ASSUMED,
      "Steps after the first upon which a test payment follows, on average over gangs; by typology, up to one and a half times that.",
    ),
  });
}
