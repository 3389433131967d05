/** What a program does to a few gradients, beside Adam and Lion. */
import { useMemo } from "preact/hooks";
import { palette } from "../../../src/report/theme.ts";
import { LinePlot, type PlotLine } from "../../parts/line-plot.tsx";
import { type Behaviour, behaviourOf, behaviourOfLibrary, companions, gradientKinds } from "./behaviour.ts";

const ownColor = palette[0]!;

/** Looks of the companions: told apart without colours by their dashes. */
const looks = [
  { color: palette[1]!, dash: [6, 3] },
  { color: palette[2]!, dash: [2, 3] },
];

/** Small figures, one for each kind of gradients; `of` names their files. */
export function BehaviourPanel({ program, of }: { readonly program: string; readonly of: string }) {
  const beside = useMemo(() => companions.map(({ name }) => behaviourOfLibrary(name)), []);
  const own = useMemo(() => behaviourOf(program), [program]);
  return (
    <section aria-labelledby="behaviour">
      <div class="panel-head">
        <div>
          <h2 id="behaviour">Behaviour</h2>
          <p class="lead">
            Its steps over 100 gradients of one weight, relative to its step under a constant gradient; weight decay
            left out.
          </p>
        </div>
        <ul class="keys">
          <Key name="this program" color={ownColor} dash={[]} />
          {companions.map(({ name, title }, at) => (
            <Key key={name} name={title} {...looks[at]!} />
          ))}
        </ul>
      </div>
      {own.fault !== null && <p class="warning">{own.fault}</p>}
      <div class="plots small">
        {gradientKinds.map(({ name, about }, kind) => (
          <LinePlot
            key={name}
            title={`${name[0]!.toUpperCase()}${name.slice(1)}: ${about}`}
            of={of}
            x={{ title: "step", whole: true }}
            y={{ title: "step, relative" }}
            lines={linesOf(kind, own, beside)}
            marks={[{ axis: "y", value: 0, text: "" }]}
            height={150}
            group="behaviour"
            label={sentenceOf(kind, own)}
          />
        ))}
      </div>
    </section>
  );
}

function linesOf(kind: number, own: Behaviour, beside: readonly Behaviour[]): readonly PlotLine[] {
  const x = gradientKinds[kind]!.gradients.map((_, at) => at + 1);
  const others = companions.map(({ name, title }, at) => {
    return { key: name, name: title, ...looks[at]!, x, y: beside[at]!.steps[kind]! };
  });
  const ownSteps = own.steps[kind]!;
  const line = {
    key: "own",
    name: "this program",
    color: ownColor,
    dash: [],
    x: x.slice(0, ownSteps.length),
    y: ownSteps,
  };
  return [...others, line];
}

/** What the figure says of the program, for who does not see it. */
function sentenceOf(kind: number, { steps }: Behaviour): string {
  const { name, about } = gradientKinds[kind]!;
  const own = steps[kind]!.filter((step) => step !== null);
  const range =
    own.length === 0 ? "no steps" : `from ${Math.min(...own).toPrecision(3)} to ${Math.max(...own).toPrecision(3)}`;
  return `Steps under ${name} gradients, ${about}: this program takes ${range}; Adam and Lion beside it`;
}

function Key({
  name,
  color,
  dash,
}: {
  readonly name: string;
  readonly color: string;
  readonly dash: readonly number[];
}) {
  return (
    <li>
      <svg class="swatch" viewBox="0 0 22 8" aria-hidden="true">
        <line x1="0" y1="4" x2="22" y2="4" stroke={color} stroke-width="2" stroke-dasharray={dash.join(" ")} />
      </svg>
      {name}
    </li>
  );
}
