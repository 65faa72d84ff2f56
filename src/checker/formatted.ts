/** What a formatter makes of files of the head that are not so, by their paths; `command` is what people run. */
export type Formatted = { readonly command: string; readonly files: ReadonlyMap<string, string> };
