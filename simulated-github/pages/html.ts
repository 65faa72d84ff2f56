const markup = Symbol("markup");

/** A piece of HTML that may be shown as it is. Only `html` makes one. */
export type Html = { readonly [markup]: string };

/** What may stand in a template: text is escaped, null is nothing. */
export type Content = Html | string | number | null | readonly Content[];

/** A piece of HTML. What is put into it is text, escaped for elements and for attributes between quotes. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  const parts = strings.map((string, i) => `${string}${shown(values[i] ?? null)}`);
  return { [markup]: parts.join("") };
}

/** The HTML as text, to be sent. */
export function htmlText(html: Html): string {
  return html[markup];
}

function shown(content: Content): string {
  if (content === null) return "";
  if (typeof content === "string") return escaped(content);
  if (typeof content === "number") return String(content);
  return isList(content) ? content.map(shown).join("") : content[markup];
}

function isList(content: Html | readonly Content[]): content is readonly Content[] {
  return Array.isArray(content);
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? "");
}
