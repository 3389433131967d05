/** Columns of the table of trials: what each says of a trial, and of a group. */
import type { ComponentChildren } from "preact";
import { count, formatEstimate, formatPercent, formatRate, nothing } from "../../../src/report/format.ts";
import type { SeedEstimate } from "../../../src/report/seed-estimate.ts";
import { TrialMark } from "../../parts/marks.tsx";
import type { TrialField } from "../fields.ts";
import { OpenTrial } from "../trial/open-trial.tsx";
import { hyperparameterText, lossText } from "../trial-text.ts";
import type { RowKind, SortColumn, TableItem } from "./line-up.ts";
import type { TrialGroup } from "./trial-groups.ts";

/** A column; `className` says how wide it is, and whether a narrow page shows it. */
export interface TableColumn {
  readonly id: SortColumn;
  readonly title: string;
  readonly className: string;
  readonly cell: (item: TableItem, index: number) => ComponentChildren;
}

/** The columns for trials, for groups of seeds, or for the values of a field. */
export function columnsOf(kind: RowKind): readonly TableColumn[] {
  if (kind === "trials") return trialColumns;
  if (kind === "seeds") return groupColumns;
  const [order, ended, ...rest] = groupColumns;
  const others = rest.filter(({ id }) => id !== (kind.name === "optimizer" ? "label" : kind.name));
  return [order!, valueColumn(kind), settings, ended!, ...others];
}

function valueColumn({ title }: TrialField): TableColumn {
  return {
    id: "value",
    title,
    className: "value",
    cell: (item) => (item.kind === "bucket" ? <span title={item.bucket.title}>{item.bucket.title}</span> : nothing),
  };
}

const settings: TableColumn = {
  id: "settings",
  title: "Best of",
  className: "number settings",
  cell: (item) => (item.kind === "bucket" ? count(item.bucket.groups.length, "setting") : nothing),
};

const label: TableColumn = {
  id: "label",
  title: "Optimizer",
  className: "label",
  cell: ({ row }) => <span title={row.label}>{row.label}</span>,
};

const rate: TableColumn = { id: "lr", title: "Rate", className: "number rate", cell: ({ row }) => formatRate(row.lr) };

const hyperparameters: TableColumn = {
  id: "hyperparameters",
  title: "Hyperparameters",
  className: "hyper",
  cell: ({ row }) => {
    const text = hyperparameterText(row);
    return <span title={text}>{text}</span>;
  },
};

const trialColumns: readonly TableColumn[] = [
  { id: "order", title: "#", className: "number order", cell: ({ row: _ }, index) => index + 1 },
  { id: "state", title: "State", className: "state", cell: ({ row }) => <TrialMark {...row} /> },
  {
    ...label,
    cell: (item, index) => (
      <>
        <OpenTrial row={item.row} />
        {label.cell(item, index)}
      </>
    ),
  },
  rate,
  { id: "seed", title: "Seed", className: "number seed", cell: ({ row }) => row.seed },
  hyperparameters,
  {
    id: "epochs",
    title: "Epochs",
    className: "number epochs",
    cell: ({ row }) => `${row.epochsDone} / ${row.epochs}`,
  },
  {
    id: "validation",
    title: "Validation",
    className: "number accuracy",
    cell: ({ row }) => formatPercent(row.validation),
  },
  { id: "validationLoss", title: "Loss", className: "number loss", cell: ({ row }) => lossText(row.validationLoss) },
  { id: "test", title: "Test", className: "number test", cell: ({ row }) => formatPercent(row.test) },
];

const ofGroup =
  (show: (group: TrialGroup) => ComponentChildren) =>
  (item: TableItem): ComponentChildren =>
    item.kind === "trial" ? nothing : show(item.group);

const groupColumns: readonly TableColumn[] = [
  { id: "order", title: "#", className: "number order", cell: (_, index) => index + 1 },
  { id: "state", title: "Seeds ended", className: "ended", cell: ofGroup(Ended) },
  label,
  rate,
  hyperparameters,
  {
    id: "validation",
    title: "Validation",
    className: "number accuracy wide",
    cell: ofGroup(({ validation }) => <Mean of={validation} scale={100} digits={2} unit=" %" />),
  },
  {
    id: "validationLoss",
    title: "Loss",
    className: "number loss wide",
    cell: ofGroup(({ validationLoss }) => <Mean of={validationLoss} scale={1} digits={3} unit="" />),
  },
  {
    id: "test",
    title: "Test",
    className: "number test wide",
    cell: ofGroup(({ test }) => <Mean of={test} scale={100} digits={2} unit=" %" />),
  },
];

interface MeanProps {
  readonly of: SeedEstimate | null;
  readonly scale: number;
  readonly digits: number;
  readonly unit: string;
}

/** A mean with its interval; of few seeds, the lowest and highest stand below it. */
function Mean({ of, scale, digits, unit }: MeanProps) {
  if (of === null || !Number.isFinite(of.value)) return <>{nothing}</>;
  const text = (value: number): string => (scale * value).toFixed(digits);
  const { value, low, high, spread } = of;
  if (low === null || high === null) return <>{text(value) + unit}</>;
  if (spread === "range")
    return (
      <span class="two">
        <span>{text(value) + unit}</span>
        <span class="range">
          {text(low)} … {text(high)}
        </span>
      </span>
    );
  return <>{formatEstimate({ n: of.n, value: scale * value, low: scale * low, high: scale * high }, digits) + unit}</>;
}

function Ended({ ended, rows, diverged, failed, running }: TrialGroup) {
  const more = [
    diverged > 0 ? `${diverged} diverged` : "",
    failed > 0 ? `${failed} failed` : "",
    running > 0 ? `${running} running` : "",
  ].filter(Boolean);
  const text = [`${ended} of ${rows.length}`, ...more].join(", ");
  return <span title={text}>{text}</span>;
}
