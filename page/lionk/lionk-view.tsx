/** The explorer of Lion-K: a function, a K and a start that one moves; the way, the vectors, the heights, and what the theory promises of them. */
import { useMemo, useRef } from "preact/hooks";
import "../styles/lionk.css";
import { CopyButton } from "../parts/copy-button.tsx";
import type { ViewProps } from "../views.ts";
import { Explorer } from "./explorer.tsx";
import { isProblem, type PlaneProblem, problemOf } from "./problem.ts";
import { SettingForm } from "./setting-form.tsx";
import { linkTo, SharePanel } from "./share-panel.tsx";
import { TourPanel } from "./tour-panel.tsx";
import { useSetting } from "./use-setting.ts";

/** The view. */
export function LionKView({ query }: ViewProps) {
  const { setting, refused, change, taken } = useSetting(query);
  const { step: _, stop: __, view: ___, ...solved } = setting;
  const last = useRef<PlaneProblem | null>(null);
  const found = useMemo(() => problemOf(setting, last.current), [JSON.stringify(solved)]);
  if (isProblem(found)) last.current = found;
  const fault = isProblem(found) ? null : found;
  const form = <SettingForm setting={setting} fault={fault} onSetting={change} />;
  return (
    <>
      <section class="lionk-head">
        <div class="view-head">
          <div>
            <h1>Lion-K in the plane</h1>
            <p class="lead">
              x ← x + η (∇K(m̃) − λx) solves min f(x) + K*(λx)/λ. Drag the start, change f, K and the constants.
            </p>
          </div>
          <CopyButton text={linkTo(setting)} shown="Copy link" />
        </div>
        <TourPanel stop={setting.stop} onLeave={() => change({ ...setting, stop: null })} />
        {refused.map((sentence) => (
          <p key={sentence} class="wrong" role="status">
            {sentence}
          </p>
        ))}
      </section>
      {last.current === null ? (
        <div class="lionk">
          <p class="nothing">There is nothing to show until the mistake is mended.</p>
          {form}
        </div>
      ) : (
        <Explorer
          setting={setting}
          problem={last.current}
          isStale={fault !== null}
          onSetting={change}
          taken={taken}
          form={form}
        />
      )}
      {fault === null && <SharePanel setting={setting} />}
    </>
  );
}
