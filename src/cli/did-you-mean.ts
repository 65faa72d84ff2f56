import { nearestName } from "../config/nearest-name.ts";
import { RULE_NAMES } from "../rules/naming.ts";

/** What a name that no rule has may have meant: those that contain it, or the one that is nearest. */
export function rulesLike(name: string, names: readonly string[] = RULE_NAMES): string {
  const part = name.toLowerCase().replaceAll("_", "-");
  const containing = names.filter((each) => each.toLowerCase().includes(part));
  const nearest = nearestName(part, names) ?? nearestName(name.toUpperCase(), names);
  const similar =
    part !== "" && containing.length > 0 ? containing.slice(0, 5) : nearest === null ? [] : [nearest];
  return similar.length === 0 ? "see by-name-bot rules" : `did you mean ${similar.join(", ")}?`;
}
