import { markdownCode } from "../../../review/text/escape.ts";
import type { HelpRow } from "./answer.ts";
import { CANCEL_HELP } from "./cancel.ts";
import { CHECK_HELP } from "./check.ts";
import { EXPLAIN_HELP, EXPLAIN_RULE_HELP } from "./explain.ts";
import { INIT_HELP } from "./init.ts";
import { MERGE_HELP } from "./merge.ts";

const HELP: HelpRow = { form: "help", does: "shows this table" };

const ROWS = [MERGE_HELP, CANCEL_HELP, CHECK_HELP, EXPLAIN_HELP, EXPLAIN_RULE_HELP, INIT_HELP, HELP];

/** Answers `help`: the commands there are. */
export function helpAnswer(bot: string): string {
  const rows = ROWS.map(({ form, does }) => `| ${markdownCode(`@${bot} ${form}`)} | ${does} |`);
  const table = ["| Command | What it does |", "| --- | --- |", ...rows].join("\n");
  return ["Write a command on a line of its own:", table].join("\n\n");
}
