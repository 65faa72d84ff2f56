/** Whether a number can be the id of an account on GitHub. */
export function isAccountId(id: unknown): id is number {
  return typeof id === "number" && Number.isSafeInteger(id) && id > 0;
}

/** Whether a text can be the login of an account: that of a person, a managed user, or an App's `[bot]`. */
export function isLogin(text: string): boolean {
  return text.length <= 100 && /^[a-zA-Z0-9][a-zA-Z0-9_-]*(?:\[bot\])?$/.test(text);
}

/** Whether two logins, or two names of teams or Apps, are the same: GitHub tells them apart without regard to case. */
export function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
