/** The page that stands where a report will be, and the one that says why there is none. It has no script: the browser asks again by itself. */
import { escapeHtml } from "../report/html-text.ts";
import { pageColors } from "../report/page-colors.ts";

/** What the page may do: show itself. */
export const waitingPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** HTML text of the page. `isMaking`: it is on its way. */
export function waitingPage(sentence: string, { isMaking }: { readonly isMaking: boolean }): string {
  const more = isMaking
    ? "It appears here by itself; one of ten thousand trials takes some seconds."
    : "Load this page again to try again.";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${isMaking ? "The report is being made" : "No report"} · Lionlab</title>
<style>${pageColors}
body { margin: 18vh auto 0; max-width: 560px; padding: 0 24px; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 8px; overflow-wrap: anywhere; }
p { color: var(--soft); margin: 0; }
.bar { height: 6px; border-radius: 3px; margin: 0 0 22px; background: ${isMaking ? "var(--rule)" : "var(--bad)"}; overflow: hidden; }
.bar i { display: block; width: 34%; height: 100%; border-radius: 3px; background: var(--accent); }
@media (prefers-reduced-motion: no-preference) { .bar i { animation: go 1.2s ease-in-out infinite alternate; } @keyframes go { to { transform: translateX(194%); } } }
</style>
</head>
<body>
<main role="status">
<div class="bar" aria-hidden="true">${isMaking ? "<i></i>" : ""}</div>
<h1>${escapeHtml(sentence)}</h1>
<p>${more}</p>
</main>
</body>
</html>
`;
}
