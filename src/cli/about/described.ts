import type { Argument, Command, Option } from "commander";

/** An option as data: what help, completion and the man page say of it. */
export type DescribedOption = {
  /** `-o` and `--output`; null where it lacks one. */
  readonly short: string | null;
  readonly long: string | null;
  /** As it is written: `-o, --output <file>`. */
  readonly flags: string;
  readonly description: string;
  /** What it takes, such as `file`; null where it takes nothing. */
  readonly value: string | null;
  readonly choices: readonly string[];
};

export type DescribedCommand = {
  readonly name: string;
  readonly description: string;
  /** Its arguments as it is written: `[paths...]`. */
  readonly usage: string;
  readonly arguments: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly DescribedOption[];
  /** What its help says below the options, without a line end at its beginning and end. */
  readonly more: string;
};

export type DescribedProgram = DescribedCommand & { readonly commands: readonly DescribedCommand[] };

/** All that the help of a program says, as data. Commands that are hidden are left out. */
export function describeProgram(program: Command): DescribedProgram {
  const help = program.createHelp();
  const commands = help.visibleCommands(program).filter((command) => command.name() !== "help");
  return { ...describeCommand(program), commands: commands.map(describeCommand) };
}

function describeCommand(command: Command): DescribedCommand {
  const help = command.createHelp();
  return {
    name: command.name(),
    description: command.description(),
    usage: command.registeredArguments.map(argumentUsage).join(" "),
    arguments: command.registeredArguments.map((argument) => ({
      name: argument.name(),
      description: argument.description,
    })),
    options: help.visibleOptions(command).map(describeOption),
    more: textAfter(command),
  };
}

function argumentUsage(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

function describeOption(option: Option): DescribedOption {
  return {
    short: option.short ?? null,
    long: option.long ?? null,
    flags: option.flags,
    description: option.description,
    value: /[<[]([^\]>]*)[\]>]$/.exec(option.flags)?.[1] ?? null,
    choices: option.argChoices ?? [],
  };
}

/** What `addHelpText` added, which commander hands out only as it writes help: by an event, which its types leave out. */
function textAfter(command: Command): string {
  const texts: string[] = [];
  const emit: unknown = Reflect.get(command, "emit");
  if (typeof emit !== "function") throw new Error("commander emits no events any more");
  const context = { error: false, command, write: (text: string) => texts.push(text) };
  Reflect.apply(emit, command, ["afterHelp", context]);
  return texts.join("").trim();
}
