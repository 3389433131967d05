/** All epochs of a trial. Only those that can be seen are in the page. */
import { Spacer } from "../../parts/spacer.tsx";
import "../../styles/table.css";
import { useRef } from "preact/hooks";
import type { TrialDetails } from "../../../src/dashboard/trial-details.ts";
import { ScrollBox } from "../../parts/scroll-box.tsx";
import { rowHeight, useVirtualRows } from "../../parts/use-virtual-rows.ts";
import { columnsFor } from "./epoch-rows.ts";

/** The table; the epoch that validation chose is marked. */
export function EpochTable({ details }: { readonly details: TrialDetails }) {
  const { epochs, timings, result } = details;
  const frame = useRef<HTMLDivElement>(null);
  const { first, last } = useVirtualRows(frame, epochs.length);
  const columns = columnsFor(details);
  const timingOf = new Map(timings.map((timing) => [timing.epoch, timing]));
  if (epochs.length === 0) return <p class="say">No epoch has ended yet.</p>;
  return (
    <ScrollBox box={frame} class="trials epochs-of-trial" label="Epochs">
      <table aria-label="Epochs" aria-rowcount={epochs.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map(({ title }) => (
              <th key={title} scope="col" class="number">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer rows={first} rowHeight={rowHeight} />
          {epochs.slice(first, last).map((epoch, at) => (
            <tr
              key={epoch.epoch}
              aria-rowindex={first + at + 2}
              class={epoch.epoch === result?.bestEpoch ? "chosen" : ""}
            >
              {columns.map(({ title, text }) => (
                <td key={title} class="number">
                  {text(epoch, timingOf.get(epoch.epoch))}
                  {title === "Epoch" && epoch.epoch === result?.bestEpoch && <span class="chosen-mark"> best</span>}
                </td>
              ))}
            </tr>
          ))}
          <Spacer rows={epochs.length - last} rowHeight={rowHeight} />
        </tbody>
      </table>
    </ScrollBox>
  );
}
