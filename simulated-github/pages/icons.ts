import { type Content, type Html, html } from "./html.ts";

/** Drawn in a square of 16, in the colour of the text. */
const shapes = {
  check: html`<path d="M2.5 8.5 6 12l7.5-8" fill="none" stroke="currentColor" stroke-width="2"/>`,
  cross: html`<path d="m3.5 3.5 9 9m0-9-9 9" fill="none" stroke="currentColor" stroke-width="2"/>`,
  dot: html`<circle cx="8" cy="8" r="4" fill="currentColor"/>`,
  square: html`<path d="M4 4h8v8H4z" fill="currentColor"/>`,
  mark: html`<path d="M7 2h2v8H7zm0 10h2v2H7z" fill="currentColor"/>`,
  note: html`<path d="M7 2h2v2H7zm0 4h2v8H7z" fill="currentColor"/>`,
  triangle: html`<path d="M8 2.5 14.5 14h-13zM8 6v4m0 1.5V13" fill="none" stroke="currentColor" stroke-width="1.5"/>`,
  clock: html`<path d="M8 4v4l3 2M8 1.8a6.2 6.2 0 1 0 .1 0z" fill="none" stroke="currentColor" stroke-width="1.5"/>`,
  speech: html`<path d="M2 3h12v8H8l-3 3v-3H2z" fill="none" stroke="currentColor" stroke-width="1.5"/>`,
  arrows: html`<path d="M2 5.5h11L10 2.5M14 10.5H3l3 3" fill="none" stroke="currentColor" stroke-width="1.5"/>`,
} as const;

export type Icon = keyof typeof shapes;

/** An icon that looks the same whatever fonts there are. `words` say the same; null where they stand beside it. */
export function iconHtml(icon: Icon, look: string, words: string | null): Html {
  const spoken = words === null ? html`aria-hidden="true"` : html`role="img" aria-label="${words}"`;
  return html`<svg class="icon ${look}" viewBox="0 0 16 16" ${spoken}>${shapes[icon]}</svg>`;
}

/** Signs for which many systems have no font. */
const signs: Readonly<Record<string, readonly [Icon, string]>> = {
  "✅": ["check", "good"],
  "✓": ["check", "good"],
  "❌": ["cross", "bad"],
  "✗": ["cross", "bad"],
  "⚠️": ["triangle", "warning"],
  "⏳": ["clock", "waiting"],
  "💬": ["speech", "faint"],
};

const anySign = /(✅|✓|❌|✗|⚠️|⏳|💬)/u;

/** Text with icons in place of its signs. */
export function withIcons(text: string): Content {
  return text.split(anySign).map((part) => {
    const sign = signs[part];
    return sign === undefined ? part : iconHtml(...sign, part);
  });
}
