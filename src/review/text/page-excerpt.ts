/** The parts of a rule's page that a reply shows, as GitHub Markdown for a comment. */
export type PageExcerpt = {
  /** What is reported and why. */
  readonly introduction: string;
  /** The first example of each; `""` where there is none. */
  readonly wrong: string;
  readonly right: string;
  readonly howToFix: string;
};

/**
 * Takes a page of `docs/rules` apart. In a comment GitHub shows every line end, so wrapped lines are joined;
 * links that lead to other pages of the documentation are left as words.
 */
export function pageExcerpt(page: string): PageExcerpt {
  const sections = new Map<string, string[]>();
  let current: string[] = [];
  sections.set("", current);
  for (const line of page.split("\n")) {
    const title = /^## (.*)$/.exec(line)?.[1];
    if (title === undefined) {
      if (!line.startsWith("# ")) current.push(line);
      continue;
    }
    current = [];
    sections.set(title, current);
  }
  const section = (title: string) => sections.get(title) ?? [];
  return {
    introduction: unwrapped(section("")),
    wrong: unwrapped(firstExample(section("Wrong"))),
    right: unwrapped(firstExample(section("Right"))),
    howToFix: unwrapped(section("How to fix it")),
  };
}

/** What stands before the second `###`; its own title and notes for the tests are left out. */
function firstExample(lines: readonly string[]): string[] {
  const titles = lines.flatMap((line, i) => (line.startsWith("### ") ? [i] : []));
  return lines.slice((titles[0] ?? -1) + 1, titles[1]).filter((line) => !line.startsWith("<!-- "));
}

function unwrapped(lines: readonly string[]): string {
  const result: string[] = [];
  let fence: string | null = null;
  let joins = false;
  for (const line of lines) {
    const [, ticks, info = ""] = /^(`{3,})(.*)$/.exec(line) ?? [];
    if (fence !== null) {
      result.push(line);
      if (line === fence) fence = null;
    } else if (ticks !== undefined) {
      fence = ticks;
      joins = false;
      result.push(...caption(info), `${ticks}${info.split(" ")[0] ?? ""}`);
    } else if (line === "" || /^(?:[-#|<]|\d+\. )/.test(line) || !joins) {
      joins = line !== "" && !line.startsWith("|");
      result.push(withoutPageLinks(line));
    } else result.push(`${result.pop() ?? ""} ${withoutPageLinks(line.trim())}`);
  }
  return result.join("\n").trim();
}

/** The path of an example, and the side of the change that it is on, by what stands behind its fence. */
export function caption(info: string): string[] {
  const words = info.split(" ");
  const wordOf = (key: string) => words.find((word) => word.startsWith(`${key}=`))?.slice(key.length + 1);
  const path = wordOf("path");
  const on = wordOf("on");
  const side = on === "base" ? ", before" : on === "head" ? ", after" : "";
  return path === undefined ? [] : [`\`${path}\`${side}:`, ""];
}

function withoutPageLinks(line: string): string {
  return line.replace(/\[([^\]]+)\]\((?!https?:)[^)]*\)/g, "$1");
}
