/** Picks in an address: short names of trials and of groups, in the order of their places. */
import type { TrialRow } from "../../src/dashboard/views.ts";
import { mostPicks, type Picks } from "./picks.ts";
import { groupKey } from "./table/trial-groups.ts";

/** Digits of a key that name a trial among the others of its study. */
const digits = 12;

/** Before the token of a group: the mean over seeds of the trials that are like the named one. */
const groupMark = "m.";

/** Tokens by place. What is picked and gone has none. */
export function tokensOf(picks: Picks, rows: readonly TrialRow[]): readonly (string | null)[] {
  const tokens: (string | null)[] = [];
  const first = [...picks.keys()].some((key) => key.startsWith("group "))
    ? firstOfGroups(rows)
    : new Map<string, string>();
  for (const [key, place] of picks) {
    while (tokens.length <= place) tokens.push(null);
    const trial = first.get(key);
    tokens[place] = trial === undefined ? key.slice(0, digits) : groupMark + trial.slice(0, digits);
  }
  return tokens;
}

/** The picks of tokens; those that name nothing, or come twice, are left out. */
export function picksOf(tokens: readonly (string | null)[], rows: readonly TrialRow[]): Picks {
  const byToken =
    tokens.length === 0 ? new Map<string, TrialRow>() : new Map(rows.map((row) => [row.key.slice(0, digits), row]));
  const picks = new Map<string, number>();
  for (const [place, token] of tokens.slice(0, mostPicks).entries()) {
    if (token === null) continue;
    const isGroup = token.startsWith(groupMark);
    const row = byToken.get(isGroup ? token.slice(groupMark.length) : token);
    const key = row === undefined ? null : isGroup ? groupKey(row) : row.key;
    if (key !== null && !picks.has(key)) picks.set(key, place);
  }
  return picks;
}

/** Keys of the first trials of groups, by the keys of the groups. */
function firstOfGroups(rows: readonly TrialRow[]): ReadonlyMap<string, string> {
  const first = new Map<string, string>();
  for (const row of rows) {
    const key = groupKey(row);
    if (!first.has(key)) first.set(key, row.key);
  }
  return first;
}
