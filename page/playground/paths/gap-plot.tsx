/** How paths fall: f above its least value, by step, on a scale by powers of ten. */
import { useMemo } from "preact/hooks";
import { LinePlot, type PlotLine } from "../../parts/line-plot.tsx";
import type { PathPart } from "../worker/messages.ts";
import { gapLine, type PathLook, pathText } from "./path-looks.ts";

/** What the figure shows; `of` names its files. */
interface GapPlotProps {
  readonly paths: readonly (PathPart & PathLook)[];
  readonly of: string;
}

/** The figure. */
export function GapPlot({ paths, of }: GapPlotProps) {
  const lines = useMemo(
    () =>
      paths.map((path): PlotLine => {
        const { key, title, color, dash } = path;
        return { key, name: title, color, dash, ...gapLine(path) };
      }),
    [paths],
  );
  return (
    <LinePlot
      title="f above its lowest point, by step (least drawn: 1e-12)"
      label={`f above its lowest point, by step: ${paths.map((path) => `${path.title}, ${pathText(path)}`).join("; ")}`}
      x={{ title: "step", whole: true }}
      y={{ title: "f - f*", log: true }}
      lines={lines}
      height={260}
      of={of}
    />
  );
}
