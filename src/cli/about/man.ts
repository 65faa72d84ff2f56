import type { DescribedCommand, DescribedOption, DescribedProgram } from "./described.ts";

/** The man page of the program, in the language of `man`(7), from what its help says. */
export function manPage(program: DescribedProgram, version: string): string {
  const lines = [
    `.TH BY-NAME-BOT 1 "" "by-name-bot ${version}" "User Commands"`,
    ".SH NAME",
    "by\\-name\\-bot \\- reviews Nix packages laid out by name",
    ".SH SYNOPSIS",
    ...program.commands.flatMap(synopsis),
    ".SH DESCRIPTION",
    ".PP",
    escaped(program.description),
    ...program.options.flatMap(optionLines),
    ...program.commands.flatMap(section),
    ".SH SEE ALSO",
    ".PP",
    "https://github.com/by\\-name\\-bot/by\\-name\\-bot",
    "",
  ];
  return lines.join("\n");
}

function synopsis({ name, usage }: DescribedCommand): string[] {
  const rest = usage === "" ? "" : ` ${escaped(usage)}`;
  return [".PP", `\\fBby\\-name\\-bot ${escaped(name)}\\fR [\\fIoptions\\fR]${rest}`];
}

function section(command: DescribedCommand): string[] {
  return [
    `.SH ${escaped(command.name.toUpperCase())}`,
    ".PP",
    escaped(sentence(command.description)),
    ...command.arguments.flatMap(({ name, description }) => tagged(escaped(name), description)),
    ...command.options.flatMap(optionLines),
    ...(command.more === "" ? [] : [".PP", ".nf", ...command.more.split("\n").map(escaped), ".fi"]),
  ];
}

function optionLines({ flags, description, choices }: DescribedOption): string[] {
  const more = choices.length === 0 ? "" : ` (${choices.join(", ")})`;
  return tagged(`\\fB${escaped(flags)}\\fR`, `${description}${more}`);
}

function tagged(tag: string, text: string): string[] {
  return [".TP", tag, escaped(text)];
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}

/** Text that means nothing but itself: a backslash, a hyphen that is a minus, and what begins a request. */
function escaped(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replace(/^(?=[.'])/, "\\&");
}
