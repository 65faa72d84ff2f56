import type { Label } from "../world/model.ts";
import { type Html, html } from "./html.ts";

/** A label in its colour, with letters that can be read on it. */
export function labelHtml({ name, color, description }: Label): Html {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  const isLight = 0.299 * red + 0.587 * green + 0.114 * blue > 150;
  return html`<span class="label" style="background:#${color};color:${isLight ? "#1f2328" : "#ffffff"}" title="${description ?? ""}">${name}</span>`;
}
