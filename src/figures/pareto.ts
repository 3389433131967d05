/** F7: a front of two aims. */
import { market, pareto, paretoSettings } from "../lionk/figures/pareto.ts";
import { scatterChart } from "../report/scatter-chart.ts";
import { chart, type Figure, paragraph, shown } from "./figure.ts";

/** The figure. */
export const paretoFigure: Figure = {
  id: "F7",
  title: "A front of two aims, each point with its certificate",
  compute: () => {
    const { front, assets, cloud, bestOfCloud } = pareto();
    const worst = Math.max(0, ...front.map(({ bound }) => bound));
    const { eta, beta1, beta2, steps } = paretoSettings;
    const at = ({ risk, gain }: { readonly risk: number; readonly gain: number }) => [100 * risk, 100 * gain] as const;
    const told = front.map(({ theta, shares }) => {
      const parts = shares.map((share, i) => `${market.names[i]} ${Math.round(100 * share)} %`);
      return `θ = ${shown(theta, 4)}: ${parts.join(", ")}`;
    });
    return {
      blocks: [
        ...paragraphs,
        chart("F7", {
          title: "Gain against risk of portfolios of four assets",
          spec: scatterChart({
            groups: [
              { label: "600 portfolios drawn at random", points: cloud.map(at), size: 12, opacity: 0.35 },
              { label: "front, by Lion-K", points: front.map(at), size: 48, line: true, told },
            ],
            places: assets.map((asset) => ({ at: at(asset), text: asset.name, shape: "diamond" })),
            x: { title: "risk: standard deviation, % a year", domain: [0, 36] },
            y: { title: "average gain, % a year", domain: [1, 12] },
          }),
          caption: `${front.length} weights θ from 0 to 1; each weighted sum is at most ${shown(worst, 2)} above its least value, by its gap. Of the ${cloud.length} portfolios drawn none is better in any of the sums (the nearest falls short by ${shown(-bestOfCloud, 2)}). Invented assets. K = simplex, λ = 1, from equal shares; β₁ = ${beta1}, β₂ = ${beta2}, η from ${eta} to 0 along a cosine, at most ${steps.toLocaleString("en")} steps.`,
        }),
      ],
      numbers: { worstBound: worst, bestOfCloud, front },
    };
  },
};

const paragraphs = [
  paragraph(
    "Much gain and little risk cannot be had together. A portfolio is on the front if no other is better in one and no worse in the other; for convex aims such points minimise a weighted sum `θ · variance/2 − (1 − θ) · gain`. The shares must not be negative and must add up to 1: that is the simplex, and K(m) = max mᵢ has it as its domain. So Lion-K solves the problem with no projection: every step moves a little towards one corner, all into the asset that looks best.",
  ),
  paragraph(
    "One run gives one point, and with it the Fenchel–Young gap (see F10), which bounds how much better any other portfolio could be. The front is thus certified: no drawn point lies above it, and none can lie above it by more than the bound. Single assets but the riskiest lie to the right of it: mixing assets that do not move together lowers the risk without lowering the gain as much.",
  ),
];
