import { checkFetches } from "../../checker/checks/calls.ts";
import { editingFix } from "../../checker/fixes/text-edits.ts";
import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { stringText } from "../../packages/derivation/string-text.ts";
import { HTTPS_HOSTS } from "./shared/fetchers.ts";
import { urlLiterals } from "./shared/urls.ts";

/** Hosts that answer no `git://` any more, and `https://` at the same path. */
const NO_GIT = /^(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org)$/;

export const insecureUrl: Rule = {
  name: "insecure-url",
  family: "source",
  codes: [],
  summary: "a source is fetched without encryption from a host that has it",
  level: "advice",
  needs: ["http://", "git://"],
  checks: {
    fetch: checkFetches((fetch, file) =>
      urlLiterals(fetch).flatMap((literal) => {
        const { text } = stringText(literal);
        const [, scheme = "", host = ""] = /^(http|git):\/\/([A-Za-z0-9.-]+)(?=\/)/.exec(text) ?? [];
        const sure = scheme === "git" ? NO_GIT.test(host) : scheme === "http" && isSecure(host);
        const start = file.source.text.indexOf(`${scheme}://`, literal.start);
        if (!sure || start < 0) return [];
        const why =
          scheme === "git"
            ? `${quoted(host)} no longer answers \`git://\`, so the source cannot be fetched`
            : `this is fetched unencrypted, though ${quoted(host)} has \`https\``;
        return [
          {
            at: literal,
            message: `${quoted(`${scheme}://${host}`)}: ${why}.`,
            help: "Write `https://`.",
            about: text,
            fix: editingFix(file, "Write `https://`", [
              { span: { start, end: start + scheme.length }, text: "https" },
            ]),
          },
        ];
      }),
    ),
  },
};

function isSecure(host: string): boolean {
  const lower = host.toLowerCase();
  return HTTPS_HOSTS.some((each) => lower === each || lower.endsWith(`.${each}`));
}
