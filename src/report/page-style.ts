/**
 * Style sheet of the HTML report: one column of sections, figures in a grid that folds on narrow screens, light and dark by
 * the reader's setting, and a print form without controls.
 */
import { pageColors } from "./page-colors.ts";

/** CSS text of the page. */
export const pageStyle = `${pageColors}* { box-sizing: border-box; }
/* a scroll bar that comes while figures are drawn would leave them wider than the page */
html { overflow-y: scroll; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main, .head { max-width: 1240px; margin: 0 auto; padding: 0 28px; }
.head { padding-top: 40px; }
h1 { margin: 0 0 6px; font-size: 2rem; line-height: 1.2; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { margin: 56px 0 14px; font-size: 1.35rem; line-height: 1.3; padding-top: 14px; border-top: 1px solid var(--rule); }
h3 { margin: 0 0 8px; font-size: 1rem; }
p { max-width: 78ch; margin: 12px 0; }
.headline { font-size: 1.15rem; margin: 0 0 18px; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(230px, 42%), 1fr)); gap: 10px 28px; margin: 0; }
.facts dt { font-size: 0.75rem; color: var(--soft); letter-spacing: 0.03em; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
nav { position: sticky; top: 0; z-index: 5; background: var(--paper); border-bottom: 1px solid var(--rule); margin-top: 26px; }
nav ul { display: flex; gap: 4px 22px; overflow-x: auto; max-width: 1240px; margin: 0 auto; padding: 10px 28px; list-style: none; font-size: 0.9rem; white-space: nowrap; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
section { scroll-margin-top: 44px; }
.warning { background: var(--warn); border-left: 3px solid var(--warn-rule); padding: 8px 14px; border-radius: 0 6px 6px 0; }
.progress { height: 6px; border-radius: 3px; background: var(--rule); overflow: hidden; margin: 4px 0 18px; max-width: 420px; }
.progress span { display: block; height: 100%; background: var(--accent); }
.table { margin: 22px 0 26px; }
.scroll { overflow-x: auto; border: 1px solid var(--rule); border-radius: 8px; }
table { border-collapse: collapse; width: 100%; font-size: 0.92rem; font-variant-numeric: tabular-nums; }
th, td { padding: 7px 13px; text-align: left; white-space: nowrap; border-bottom: 1px solid var(--rule); }
tr:last-child td { border-bottom: 0; }
th { font-weight: 600; font-size: 0.8rem; color: var(--soft); background: var(--raised); }
th[title] { text-decoration: underline dotted var(--rule); text-underline-offset: 4px; cursor: help; }
.right { text-align: right; }
td.long { white-space: normal; min-width: 15em; }
.range { display: block; font-size: 0.86em; font-weight: 400; color: var(--soft); }
td.best { font-weight: 700; color: var(--good); }
td.bad { color: var(--bad); }
td.muted { color: var(--soft); }
figure { margin: 0; min-width: 0; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 480px), 1fr)); gap: 30px 36px; margin: 18px 0; }
.figure { scroll-margin-top: 60px; }
.figure svg { max-width: 100%; height: auto; display: block; overflow: visible; }
.chart svg { width: 100%; max-width: 640px; }
figcaption, .caption { font-size: 0.86rem; color: var(--soft); margin-top: 8px; max-width: 78ch; }
.provenance { font-size: 0.78rem; color: var(--soft); margin-top: 3px; overflow-wrap: anywhere; }
code, pre { font: 0.88em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
code { background: var(--raised); padding: 1px 5px; border-radius: 4px; overflow-wrap: anywhere; }
pre { background: var(--raised); border: 1px solid var(--rule); border-radius: 8px; padding: 12px 14px; overflow-x: auto; margin: 6px 0 18px; }
pre code { background: none; padding: 0; overflow-wrap: normal; }
pre del, pre ins { text-decoration: none; }
pre del { color: var(--bad); }
pre ins { color: var(--good); }
details { margin: 8px 0; }
summary { cursor: pointer; font-weight: 600; }
.modes { display: inline-flex; border: 1px solid var(--rule); border-radius: 8px; overflow: hidden; margin: 6px 10px 12px 0; }
.modes label { padding: 5px 13px; font-size: 0.88rem; cursor: pointer; border-right: 1px solid var(--rule); }
.modes label:last-child { border-right: 0; }
.modes input { position: absolute; opacity: 0; pointer-events: none; }
.modes label:has(input:checked) { background: var(--accent); color: var(--paper); }
.modes label:has(input:focus-visible) { outline: 2px solid var(--accent); outline-offset: -3px; }
button { font: inherit; font-size: 0.88rem; padding: 5px 13px; border: 1px solid var(--rule); border-radius: 8px; background: none; color: inherit; cursor: pointer; }
.controls, .solid, .scale { display: none; }
.shows-3d .controls, .shows-3d .scale { display: block; }
.shows-3d:not(.shows-flat) .solid { display: grid; }
.shows-3d:not(.shows-flat) .flat { display: none; }
.shows-flat .scale, .shows-flat .reset { display: none; }
.solid { grid-template-columns: repeat(var(--columns), minmax(0, 1fr)); gap: 16px 20px; }
.surface { border: 1px solid var(--rule); border-radius: 10px; padding: 10px 12px 4px; min-width: 0; overflow: hidden; }
.surface h4 { margin: 0; font-size: 0.95rem; }
.plot { height: 350px; }
.hint { display: none; font-size: 0.86rem; color: var(--soft); margin: 0 0 10px; }
@media (pointer: coarse) {
  .shows-3d:not(.shows-flat) .hint { display: block; }
  .surface:not(.turning) .plot { pointer-events: none; }
  .turning { border-color: var(--accent); }
}
.scale { margin: 14px 0 2px; max-width: 420px; font-size: 0.8rem; color: var(--soft); }
.scale i { display: block; height: 10px; border-radius: 5px; margin-bottom: 3px; }
.scale span { display: flex; justify-content: space-between; }
#tip { position: fixed; z-index: 9; pointer-events: none; background: var(--ink); color: var(--paper); font-size: 0.82rem; padding: 4px 9px; border-radius: 6px; max-width: 300px; opacity: 0; }
.lit { opacity: 1 !important; stroke: var(--ink) !important; stroke-width: 1.5px !important; }
footer { max-width: 1240px; margin: 60px auto 40px; padding: 14px 28px 0; color: var(--soft); font-size: 0.82rem; }
@media (max-width: 1000px) { .solid { grid-template-columns: repeat(auto-fill, minmax(min(100%, 330px), 1fr)); } }
@media (max-width: 640px) {
  main, .head, nav ul { padding-left: 16px; padding-right: 16px; }
  .head { padding-top: 24px; }
  h1 { font-size: 1.55rem; }
  .headline { font-size: 1.05rem; }
  th, td { padding: 6px 9px; }
  td.long { min-width: 11em; }
  .modes { display: flex; margin-right: 0; }
  .modes label { flex: 1; text-align: center; padding: 6px 4px; }
}
@media print {
  :root { --paper: #fff; --raised: #f7f6fa; --ink: #000; --soft: #444; --rule: #ccc; --good: #0b6b4b; --bad: #b02020; --warn: #fff8e5; }
  body { font-size: 11pt; }
  nav, .controls, .hint, .solid, .scale { display: none !important; }
  .flat { display: block !important; }
  .charts { grid-template-columns: 1fr 1fr; gap: 16px; }
  figure, .table, pre { break-inside: avoid; }
  details::details-content { content-visibility: visible; }
  h2 { break-after: avoid; margin-top: 28px; }
  .scroll { overflow: visible; border: 0; }
  th, td { white-space: normal; padding: 3px 6px; font-size: 9pt; }
}
`;
