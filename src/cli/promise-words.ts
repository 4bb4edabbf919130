import type { ModelCard } from "../detect/learned/model-card.ts";

type Promised = Pick<ModelCard["thresholds"], "blockedBenign"> & { readonly flaggedBenign: number | null };

export function promiseWords({ blockedBenign, flaggedBenign }: Promised): string[] {
  return [
    ...(blockedBenign === null ? [] : [`at most ${shareWords(blockedBenign)} of benign messages blocked`]),
    ...(flaggedBenign === null ? [] : [`at most ${shareWords(flaggedBenign)} flagged or blocked`]),
  ];
}

function shareWords(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}
