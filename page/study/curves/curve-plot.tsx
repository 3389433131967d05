/** One figure of learning curves; all of them move one cursor. */
import { LinePlot, type PlotLine } from "../../parts/line-plot.tsx";
import type { CurveAxis } from "./curve-lines.ts";

/** What a figure shows; `onCursor` hears the place of the cursor, null where it is gone. `of`: name of the study. */
export interface CurvePlotProps {
  readonly title: string;
  readonly of: string;
  readonly log: boolean;
  readonly axis: CurveAxis;
  readonly lines: readonly PlotLine[];
  readonly onCursor: (place: number | null) => void;
}

/** The figure. */
export function CurvePlot({ title, of, log, axis, lines, onCursor }: CurvePlotProps) {
  return (
    <LinePlot
      title={title}
      of={of}
      label={`${title} of ${lines.length} lines; the table above has the figures`}
      group="curves"
      x={axis === "epoch" ? byEpoch : bySeconds}
      y={{ title, log }}
      lines={lines}
      onCursor={onCursor}
    />
  );
}

const byEpoch = { title: "epoch", whole: true };
const bySeconds = { title: "seconds", format: (seconds: number) => `${seconds} s` };
