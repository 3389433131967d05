import { expect, test } from "vitest";
import { escapeHtml, jsonForScript } from "./html-text.ts";

test("text cannot leave its element or attribute", () => {
  expect(escapeHtml(`<b a="1" c='2'>&`)).toBe("&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;");
});

test("JSON cannot end its script element and reads back the same", () => {
  const data = { label: "</script><!-- \u2028" };
  expect(jsonForScript(data)).not.toContain("<");
  expect(JSON.parse(jsonForScript(data))).toEqual(data);
});
