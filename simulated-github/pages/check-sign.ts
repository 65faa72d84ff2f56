import type { CheckView } from "../world/view.ts";
import { type Html, html } from "./html.ts";

const signs = {
  success: ["✓", "good"],
  failure: ["✕", "bad"],
  timed_out: ["✕", "bad"],
  cancelled: ["✕", "bad"],
  action_required: ["!", "bad"],
  neutral: ["■", "faint"],
  skipped: ["■", "faint"],
  stale: ["■", "faint"],
} as const;

/** A sign for how a check ended, or that it has not yet. */
export function checkSignHtml({ conclusion, status }: Pick<CheckView, "conclusion" | "status">): Html {
  const [sign, look] = conclusion === null ? (["●", "waiting"] as const) : signs[conclusion];
  const words = (conclusion ?? status).replaceAll("_", " ");
  return html`<span class="sign ${look}" title="${words}">${sign}</span>`;
}
