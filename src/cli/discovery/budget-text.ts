/** The budget of a discovery in words. */
import type { BudgetConfig } from "../../search/config.ts";
import { formatCount } from "../progress/text.ts";

/** `10 minutes`, `25,000 evaluations a search, or fitness 0.8`. */
export function budgetText({ minutes, evaluations, programs, target }: BudgetConfig): string {
  const limits = [
    minutes === null ? [] : [minutesText(minutes)],
    evaluations === null ? [] : [`${formatCount(evaluations)} evaluations a search`],
    programs === null ? [] : [`${formatCount(programs)} programs a search`],
    target === null ? [] : [`fitness ${target}`],
  ].flat();
  return limits.join(", or ");
}

function minutesText(minutes: number): string {
  const [value, unit] =
    minutes < 1 ? [minutes * 60, "second"] : minutes < 120 ? [minutes, "minute"] : [minutes / 60, "hour"];
  const shown = Number(value.toPrecision(3));
  return `${shown} ${unit}${shown === 1 ? "" : "s"}`;
}
