import { group, share } from "./parameter.ts";

export function observationGroup() {
  return group({
    calls: share(0.98)`Calls put through, and calls back, whose records reach the platform.`,
    messages: share(0.98)`The same of messages and replies.`,
    lookUps: share.basic(0.75)`
      Subscribers whose look-ups of hosts pass the operators' resolvers in the clear. Of others, who use other
      resolvers or encryption, none is seen, and no site or app is refused.`,
    installs: share(0.3)`Installed apps that a telephone's own protection reports.`,
    chats: share(0.03)`Messages in chat apps that their operators report: no network sees them.`,
    payments: share.basic(0.65)`Payments that banks report while they are made.`,
  });
}

export function paymentsGroup() {
  return group({
    testShare: share(0.5)`
      Steps after the first upon which a test payment follows, on average over gangs; by typology, up to one and a
      half times that.`,
  });
}
