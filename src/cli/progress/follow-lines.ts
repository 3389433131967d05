/**
 * Lasting lines of what only a follower of a run is told, said alike for studies and discoveries.
 */
import { printable } from "../../core/printable.ts";
import type { FollowedRun, FollowNews } from "../../live/follow-news.ts";
import { formatDuration } from "./text.ts";

/** The line. `standing`: how much there is and is done, such as "12 trials, 3 of them done". */
export function followLine(news: FollowNews, standing: string): string {
  switch (news.kind) {
    case "following":
      return news.run === null ? `${standing}.` : `${standing}; ${runText(news.run)}.`;
    case "silent":
      return news.agoSeconds === null
        ? "! No run has told of itself here, as none of an earlier version does: what it records is shown as it comes."
        : `! The run was last heard of ${formatDuration(news.agoSeconds)} ago: it may hang, or its machine may be gone.`;
    case "heard":
      return "The run is heard of again.";
    case "asked-to-stop":
      return "The run was asked to stop: what is under way is being saved.";
    case "lost":
      return `! ${printable(news.sentence)}`;
  }
}

/** How long nothing was heard, for the last line of a block. `now`: by the clock of `since`; null: nothing was ever heard. */
export function silenceText({ since }: { readonly since: number | null }, now: number): string {
  return since === null ? "no run is heard of" : `not heard of for ${formatDuration(now - since)}`;
}

function runText({ pid, host, workers, agoSeconds }: FollowedRun): string {
  const count = workers === undefined ? "" : `${workers} ${workers === 1 ? "worker" : "workers"}, `;
  return `${count}process ${pid} on ${printable(host)}, for ${formatDuration(agoSeconds)} now`;
}
