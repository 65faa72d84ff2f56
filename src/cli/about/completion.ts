import type { DescribedCommand, DescribedOption, DescribedProgram } from "./described.ts";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** What may stand for the value of an option, or for an argument, besides the choices it has itself. */
export type Words = {
  /** Names for `explain <rule>` and `--rule`. */
  readonly rules: readonly string[];
};

/** The script that has a shell complete commands, options and their values. */
export function completionScript(shell: Shell, program: DescribedProgram, words: Words): string {
  switch (shell) {
    case "bash":
      return bash(program, words);
    case "zsh":
      return zsh(program, words);
    case "fish":
      return fish(program, words);
  }
}

/** The words that an option takes; null for files and what only its user knows. */
function valuesOf(option: DescribedOption, { rules }: Words): readonly string[] | null {
  if (option.choices.length > 0) return option.choices;
  return option.long === "--rule" ? rules.map((rule) => `${rule}=`) : null;
}

/** The words that the arguments of a command are; null for files. */
function argumentsOf(command: DescribedCommand, { rules }: Words): readonly string[] | null {
  if (command.name === "completion") return SHELLS;
  return command.name === "explain" ? rules : null;
}

const flagsOf = ({ short, long }: DescribedOption) => [short, long].filter((flag) => flag !== null);

function bash(program: DescribedProgram, words: Words): string {
  const ofValues = program.commands.flatMap((command) =>
    command.options
      .filter((option) => option.value !== null)
      .map((option) => {
        const patterns = flagsOf(option).map((flag) => quoted(`${command.name} ${flag}`));
        return `    ${patterns.join(" | ")}) ${reply(valuesOf(option, words))} ;;`;
      }),
  );
  const ofCommands = program.commands.map((command) => {
    const options = command.options.flatMap(flagsOf);
    const rest = argumentsOf(command, words) ?? [];
    return `    ${quoted(command.name)}) words=${quoted([...options, ...rest].join(" "))} ;;`;
  });
  const names = program.commands.map(({ name }) => name);
  return `# Completion of by-name-bot in bash. In ~/.bashrc: source <(by-name-bot completion bash)
_by_name_bot() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]}
  local command= words= word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD - 1}"; do
    if [[ $word != -* ]]; then
      command=$word
      break
    fi
  done
  case "$command $previous" in
${ofValues.join("\n")}
  esac
  case $command in
    '') words=${quoted([...names, "help", ...program.options.flatMap(flagsOf)].join(" "))} ;;
    help) words=${quoted(names.join(" "))} ;;
${ofCommands.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o bashdefault -o default -F _by_name_bot by-name-bot
`;
}

/** With no reply bash falls back to files. A name that goes on after its end, as `rule=`, gets no space. */
function reply(values: readonly string[] | null): string {
  if (values === null) return "return";
  const nospace = values.some((value) => value.endsWith("=")) ? "compopt -o nospace; " : "";
  return `${nospace}COMPREPLY=($(compgen -W ${quoted(values.join(" "))} -- "$current")); return`;
}

function zsh(program: DescribedProgram, words: Words): string {
  const described = program.commands.map(
    ({ name, description }) => `    ${quoted(`${name}:${description.replaceAll(":", "\\:")}`)}`,
  );
  const cases = program.commands.map((command) => {
    const specs = command.options.map((option) => zshOption(option, words));
    const rest = argumentsOf(command, words);
    const last = `'*: :${rest === null ? "_files" : `(${rest.join(" ")})`}'`;
    return `    ${command.name}) _arguments ${[...specs, last].join(" \\\n      ")} ;;`;
  });
  return `#compdef by-name-bot
# Completion of by-name-bot in zsh. In a folder of $fpath: by-name-bot completion zsh > _by-name-bot
_by_name_bot() {
  local -a commands
  commands=(
${described.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT -= 1 ))
  case $command in
    help) _describe command commands ;;
${cases.join("\n")}
  esac
}
if [[ $funcstack[1] = _by-name-bot ]]; then
  _by_name_bot "$@"
else
  compdef _by_name_bot by-name-bot
fi
`;
}

/** `'(-o --output)'{-o,--output}'[what it does]:file:_files'`. */
function zshOption(option: DescribedOption, words: Words): string {
  const flags = flagsOf(option);
  const shown = option.description.replace(/[\\[\]:]/g, "\\$&");
  const values = valuesOf(option, words);
  const action = values === null ? "_files" : `(${values.join(" ")})`;
  const takes = option.value === null ? "" : `:${option.value.replaceAll(":", "\\:")}:${action}`;
  const text = quoted(`[${shown}]${takes}`);
  const [only = "", other] = flags;
  if (other === undefined) return `'*'${only}${text}`;
  return `'(${flags.join(" ")})'{${flags.join(",")}}${text}`;
}

function fish(program: DescribedProgram, words: Words): string {
  const line = (...parts: string[]) => ["complete -c by-name-bot", ...parts].join(" ");
  const none = "__fish_use_subcommand";
  const commands = program.commands.map(({ name, description }) =>
    line(`-n ${none} -f -a ${name} -d ${fishQuoted(description)}`),
  );
  const ofProgram = program.options.map((option) => line(`-n ${none}`, fishOption(option, words)));
  const ofCommands = program.commands.flatMap((command) => {
    const condition = `-n ${fishQuoted(`__fish_seen_subcommand_from ${command.name}`)}`;
    const rest = argumentsOf(command, words);
    return [
      ...command.options.map((option) => line(condition, fishOption(option, words))),
      ...(rest === null ? [] : [line(condition, `-f -a ${fishQuoted(rest.join(" "))}`)]),
    ];
  });
  return `# Completion of by-name-bot in fish: by-name-bot completion fish > ~/.config/fish/completions/by-name-bot.fish
${[...commands, ...ofProgram, ...ofCommands].join("\n")}
`;
}

function fishOption(option: DescribedOption, words: Words): string {
  const values = valuesOf(option, words);
  const parts = [
    ...(option.short === null ? [] : [`-s ${option.short.slice(1)}`]),
    ...(option.long === null ? [] : [`-l ${option.long.slice(2)}`]),
    ...(option.value === null ? [] : [values === null ? "-r" : `-x -a ${fishQuoted(values.join(" "))}`]),
    `-d ${fishQuoted(option.description)}`,
  ];
  return parts.join(" ");
}

/** A word of a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function fishQuoted(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
