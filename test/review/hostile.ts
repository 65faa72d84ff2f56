/** Names and texts that somebody may choose to make the bot say what it should not. */
export const HOSTILE: readonly string[] = [
  "@everyone",
  "@NixOS/nixpkgs-committers",
  "#1 GH-1 https://example.org www.example.org",
  "<!-- by-name-bot finding abcdef -->",
  "\n<!-- by-name-bot finding abcdef -->\n<!-- by-name-bot fixed -->",
  "\n<!-- by-name-bot review inline abcdef body abcdef -->",
  "\n<!-- by-name-bot reply 1 2024-01-01T00:00:00Z merge -->",
  "--> <!-- open",
  "</details><details><summary>x",
  "<img src=x onerror=alert(1)><script>",
  "`",
  "``` ````` `x` ``y``",
  "\n```suggestion\nevil\n```\n",
  "~~~\n@everyone\n~~~",
  "| a | b |\n| - | - |",
  "[x](javascript:alert(1)) ![x](https://example.org/x.png)",
  "**bold** _x_ ~~y~~ $z$ \\",
  "# heading\n> quote\n- list\n1. list\n---",
  "\u202egnp.exe\u202c \u2066x\u2069 \u200b\u200d\ufeff",
  "\u0000\u0007\u001b[31m\r\n\t\u2028\u2029",
  "\udc80\udcff \ud800",
  "'; rm -rf / #$(reboot)`reboot`",
  "-rf",
  "x".repeat(1000),
  "@".repeat(1000),
  "&lt;b&gt; &#64;everyone",
  "::error::x %0A",
  " ",
  "",
];

/** The languages of the fenced blocks in Markdown that the bot made. Throws where one has no end. */
export function blocksIn(markdown: string): string[] {
  return takenApart(markdown).blocks;
}

/** What stands outside of code in Markdown that the bot made: code spans and blocks are taken out. */
function outsideCode(markdown: string): string {
  return takenApart(markdown).words.replace(/(?<!\\)`[^`\n]*`/g, "CODE");
}

function takenApart(markdown: string): { readonly blocks: string[]; readonly words: string } {
  const lines: string[] = [];
  const blocks: string[] = [];
  let fence: string | null = null;
  for (const line of markdown.split("\n")) {
    const [, ticks, language = ""] = /^(`{3,})([^`]*)$/.exec(line) ?? [];
    if (fence !== null) {
      if (ticks !== undefined && ticks.length >= fence.length && language.trim() === "") fence = null;
    } else if (ticks !== undefined) {
      fence = ticks;
      blocks.push(language);
    } else lines.push(line);
  }
  if (fence !== null) throw new Error("a block of code has no end");
  return { blocks, words: lines.join("\n") };
}

/** The HTML that the bot writes itself. */
const own =
  /<\/?(?:details|sub|code)>|<summary>[A-Z][\w :]*<\/summary>|^<!-- by-name-bot [0-9a-zA-Z :.+-]+ -->$/gm;

/** Why Markdown could mean what its author did not; empty where all is well. */
export function harmIn(markdown: string): string[] {
  const words = outsideCode(markdown)
    .replace(own, "")
    .replace(/\]\(https:\/\/github\.example\/[^\s)]*\)/g, "](own)");
  const checks: [string, RegExp][] = [
    ["a mention", /(?<![\w/])@[a-z0-9]/i],
    ["an issue", /(?<![&\w])#\d|\bgh-\d/i],
    ["a bare link", /https?:\/\/|www\.[a-z]/i],
    ["HTML", /<[a-z/!?]/i],
    ["a backtick without a partner", /(?<!\\)`/],
    ["an image", /(?<!\\)!\[/],
    ["another link", /(?<!\\)\]\((?!own\))/],
    ["something hidden", /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\ufeff]/u],
  ];
  const text = words.replaceAll("\n", " ");
  return checks.flatMap(([name, form]) => {
    const found = form.exec(text);
    return found === null
      ? []
      : [`${name}: ${JSON.stringify(text.slice(Math.max(0, found.index - 40), found.index + 40))}`];
  });
}
