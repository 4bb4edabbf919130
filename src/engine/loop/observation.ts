/** Observation: the platform sees a share of people's acts and complaints in a tick. */
import { Agenda } from "../../core/agenda.ts";
import type { Act } from "../../record/act.ts";
import type { Complaint, MarkCounts } from "../../record/complaint.ts";
import { MarkTally } from "../../world/truth/mark-counts.ts";
import type { Participant } from "./participant.ts";
import type { Scene } from "./scene.ts";

export interface ObservationStatement {
  readonly marks: MarkCounts;
}

export function joinObservation({ episodes, observation }: Scene): Participant<ObservationStatement> {
  const marks = new MarkTally();
  const curious = new Agenda<Act>();
  const reported = new Agenda<Complaint>();
  return {
    name: "observation",
    settle(tick) {
      const { response } = tick.result;
      for (const act of response.acts) curious.add(act.timeMs, act);
      const acts = [...curious.takeBefore(tick.endMs), ...episodes.takeActs()];
      tick.acts = acts.filter((act) => observation.seesAct(act)).sort((a, b) => a.timeMs - b.timeMs);
      for (const complaint of [...response.complaints, ...episodes.takeComplaints()]) {
        reported.add(complaint.timeMs, complaint);
      }
      tick.complaints = reported.takeBefore(tick.endMs);
      marks.add(response.marked);
    },
    statement: () => ({ marks: marks.counts() }),
  };
}
