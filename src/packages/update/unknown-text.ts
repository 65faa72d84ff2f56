/** Stands in a text for something that is the same on both sides and not known: no character of Unicode. */
export const UNKNOWN = "\ufffe";
