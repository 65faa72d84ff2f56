import type { CheckView } from "../world/view.ts";
import { type Html, html } from "./html.ts";
import { iconHtml } from "./icons.ts";

const signs = {
  success: ["check", "good"],
  failure: ["cross", "bad"],
  timed_out: ["cross", "bad"],
  cancelled: ["cross", "bad"],
  action_required: ["mark", "bad"],
  neutral: ["square", "faint"],
  skipped: ["square", "faint"],
  stale: ["square", "faint"],
} as const;

/** A sign for how a check ended, or that it has not yet. */
export function checkSignHtml({ conclusion, status }: Pick<CheckView, "conclusion" | "status">): Html {
  const [sign, look] = conclusion === null ? (["dot", "waiting"] as const) : signs[conclusion];
  const words = (conclusion ?? status).replaceAll("_", " ");
  return html`<span class="sign" title="${words}">${iconHtml(sign, look, words)}</span>`;
}
