/** What stands where a secret was. */
const MASK = "***";

/**
 * What a secret looks like, with what to leave of it. None of them reaches beyond the end of a JSON string,
 * so that a line of JSON stays one.
 */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  // A private key, also one whose end is cut off, and one in base64 as a whole.
  [
    /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----(?:[^"\\]|\\[^"])*?(?:-----END [A-Z ]{0,20}PRIVATE KEY-----|(?="|\\"|$))/g,
    MASK,
  ],
  [/\bLS0tLS1CRUdJTi[\w+/=]*/g, MASK],
  // GitHub's tokens. https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
  [/\b(?:gh[a-z]_|github_pat_)[\w.-]{6,}/g, MASK],
  // A JSON Web Token, such as the App's own.
  [/\beyJ[\w-]{4,4000}\.[\w.-]+/g, MASK],
  [/\b(bearer|basic|token)(\s{1,4})[\w.~+/=-]{8,}/gi, `$1$2${MASK}`],
  // https://x-access-token:…@github.com, postgres://user:…@host
  [/\b([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/?#"\\]{0,4000}@/gi, `$1${MASK}@`],
  [/([?&](?:access_token|client_secret|code|password|secret|token)=)[^&\s"\\]+/gi, `$1${MASK}`],
  [/\bsha256=[0-9a-f]{64}\b/g, `sha256=${MASK}`],
];

/** Shorter ones would hide words of every kind. */
const SHORTEST = 6;

/**
 * A function that masks in any text, or line of JSON, what looks like a secret, and these secrets whatever
 * they look like. A secret of several lines is masked line by line.
 */
export function masker(secrets: readonly string[]): (text: string) => string {
  const spellings = new Set<string>();
  for (const secret of secrets.flatMap((text) => text.split(/\r?\n/))) {
    if (secret.length < SHORTEST || secret.startsWith("-----")) continue;
    spellings.add(secret);
    spellings.add(JSON.stringify(secret).slice(1, -1));
    spellings.add(encodeURIComponent(secret));
  }
  const known = [...spellings].sort((a, b) => b.length - a.length);
  return (text) => {
    let masked = text;
    for (const spelling of known) masked = masked.replaceAll(spelling, MASK);
    for (const [shape, left] of SHAPES) masked = masked.replace(shape, left);
    return masked;
  };
}
