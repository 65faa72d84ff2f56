/**
 * Lines as they are in a fenced block of code, which no backtick in them can end. Nothing is escaped: the
 * lines must have no line end and nothing hidden in them.
 */
export function fenced(lines: readonly string[], language: string): string {
  const longest = lines.reduce((most, line) => Math.max(most, longestRun(line)), 0);
  const fence = "`".repeat(Math.max(3, longest + 1));
  return [`${fence}${language}`, ...lines, fence].join("\n");
}

function longestRun(line: string): number {
  return (line.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
}
