/**
 * Colours of a page, light and dark by the reader's setting: variables of a style sheet, which the report and the dashboard share.
 */

/** CSS text that sets them. */
export const pageColors = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --raised: #f7f6fa; --ink: #23222b; --soft: #5d5b6b; --rule: #dedbe6; --grid: #c4c0d0;
  --accent: #6b3fd4; --good: #12805c; --bad: #c92a2a; --warn: #fff4d6; --warn-rule: #e0a800;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16151c; --raised: #201f29; --ink: #eceaf4; --soft: #a5a2b6; --rule: #383645; --grid: #4b4859;
    --accent: #b197fc; --good: #51cf9b; --bad: #ff8787; --warn: #352c12; --warn-rule: #b08a1a;
  }
}
`;
