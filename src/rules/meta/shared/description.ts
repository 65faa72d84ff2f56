/** What is wrong with the words of a description. */
export type DescriptionFault =
  | "blank"
  | "outer blanks"
  | "line break"
  | "article"
  | "name"
  | "lower case"
  | "punctuation"
  | "long";

/** What is said of a description, and how it reads without that; null where that takes a person. */
export type DescriptionJudgement = {
  readonly faults: readonly DescriptionFault[];
  readonly better: string | null;
};

/** In characters: as much as search results show on a line or two. */
export const LONGEST_DESCRIPTION = 140;

/** Of a longer text nothing else is said. */
const MOST_CHARACTERS = 2000;

/** Names and commands that are written in lower case, at the start of a sentence too. */
const LOWER_CASE_NAMES = new Set(
  (
    "ansible-lint apt awk bash bspwm btrfs bubblewrap cmus conky curl dbus dconf ddclient dmenu dotenv dunst dwm elementary " +
    "emacs eww fastfetch fcitx fcitx5 ffmpeg ffuf find fish fluxbox fzf gcc gdb git gnome gnuplot goatcounter grep gtk " +
    "hledger htop i3 ibus imap iptables iwd jdk jq k3s k9s kubectl less lf llama ls lua mako mdadm mpd mpv mutt ncurses " +
    "neovim netcat newsboat nftables nginx nmap node node-red npm numpy nushell nvim obs opencv openssl pacman pandas " +
    "pandoc pass pip polkit postfix procps pytest python qmk qutebrowser ranger rclone river ripgrep rofi rsync ruby runc sed " +
    "skhd sops spaCy sqlite ssh strace sudo sway swaylock syslog systemd tar tcpdump tmux top transmission tshark " +
    "udev urxvt utmp vi vim vlc waybar wget wlroots xmobar xmonad xterm yabai yarn yazi yt-dlp zsh"
  ).split(" "),
);

/** What plain words that are joined by a hyphen begin with. */
const ADJECTIVES = new Set(
  "all auto bare built command cross easy fast feature full general high light low multi near non object open peer real self semi simple single small state text two user well".split(
    " ",
  ),
);

/** Words after which a full stop is no end of a sentence. */
const ABBREVIATION =
  /(?:^|[\s(])(?:etc|al|inc|ltd|co|corp|jr|sr|vs|approx|no|bros|dr|st|e\.g|i\.e|[A-Z](?:\.[A-Z])*|[a-z]\.[a-z])\.$/i;

/** Names that begin with an article and would be others without it: "A to Z", "The Sleuth Kit". */
const NO_ARTICLE = /^(?:A (?:to|and|or|vs)\b|The [A-Z0-9])/;

/** What may stand between a name and what is said of it. */
const JOINT = /\s(?:is|--?|–|—)\s|:\s/;

/** Whether nothing is wrong with a description, whatever names the package has: told of most, not of all such. */
export function isSurelyGood(text: string): boolean {
  return (
    text.length <= LONGEST_DESCRIPTION &&
    /^[A-Z][^\r\n]*[^\s.,;:!]$/.test(text) &&
    !/^(?:An?|The)\s/i.test(text) &&
    !JOINT.test(text)
  );
}

/**
 * Judges a description as nixpkgs' guidelines do. `name` is the package's, `ownNames` further words that stand for
 * themselves: what it is made of, what it brings.
 */
export function judgeDescription(
  text: string,
  name: string | null,
  ownNames: readonly string[],
): DescriptionJudgement {
  if (text.length > MOST_CHARACTERS) return { faults: ["long"], better: null };
  const { faults, better } = judge(text, name, ownNames);
  if (faults.length === 0) return { faults, better: null };
  const isGood = better !== null && judge(better, name, ownNames).faults.length === 0;
  return { faults, better: isGood ? better : null };
}

function judge(text: string, name: string | null, ownNames: readonly string[]): DescriptionJudgement {
  if (text.trim() === "") return { faults: ["blank"], better: null };
  const faults: DescriptionFault[] = [];
  let better: string | null = text.trim();
  if (better !== text) faults.push("outer blanks");
  if (/[\r\n]/.test(better)) {
    faults.push("line break");
    better = better.replace(/\s*[\r\n]\s*/g, " ");
  }
  const withoutName = nameAtStart(better, name);
  if (withoutName !== null) {
    faults.push("name");
    better = withoutName;
  }
  const article = /^(?:An?|The)\s+(?=\S)/i.exec(better);
  if (article !== null && !NO_ARTICLE.test(better)) {
    if (withoutName === null) faults.push("article");
    better = better.slice(article[0].length);
  }
  const hasPunctuation = /[.,;:!]$/.test(better) && !better.endsWith("..") && !ABBREVIATION.test(better);
  if (hasPunctuation) better = better.replace(/[.,;:!]+$/, "");
  const upper = capitalized(better, [...ownNames, ...(name === null ? [] : [name])]);
  if (upper !== better && withoutName === null && article === null) faults.push("lower case");
  better = upper;
  if (hasPunctuation) faults.push("punctuation");
  const long = better.length > LONGEST_DESCRIPTION;
  if (long) faults.push("long");
  const hasMore = /[.!?]\s+[A-Z]/.test(better);
  return { faults, better: long || hasMore || better === "" ? null : better };
}

/** What follows "Foo is a", "Foo: " or "Foo - "; null where the text does not begin so. */
function nameAtStart(text: string, name: string | null): string | null {
  if (name === null || name.length < 2 || text.slice(0, name.length).toLowerCase() !== name.toLowerCase())
    return null;
  const rest = text.slice(name.length);
  const joint = /^(?:\s+is\s+(?:an?|the)\s+|\s*:\s+|\s+(?:-{1,2}|–|—)\s+)(?=\S)/.exec(rest);
  return joint === null ? null : rest.slice(joint[0].length);
}

/** With a capital letter at the start, where the first word is a plain one. */
function capitalized(text: string, ownNames: readonly string[]): string {
  const [word = ""] = /^[^\s,;:(]+/.exec(text) ?? [];
  const [first = word] = /^[a-z0-9]+/i.exec(word) ?? [];
  // So short it may be a command, and joined by a hyphen a name.
  if (word.length <= 2) return text;
  if (!/^[a-z]['’a-z]+$/.test(word) && !(/^[-a-z]+$/.test(word) && ADJECTIVES.has(first))) return text;
  const isName =
    LOWER_CASE_NAMES.has(word) ||
    LOWER_CASE_NAMES.has(first) ||
    word.startsWith("lib") ||
    ownNames.some(
      (own) =>
        own
          .toLowerCase()
          .split(/[^a-z0-9]+/)
          .includes(first) || own.toLowerCase() === word,
    );
  return isName ? text : `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
