import list from "$content/eff-long.txt?raw";

/** The 7776 words of the EFF long list, sorted; the Python client reads the same file. */
export const words: readonly string[] = list.trimEnd().split("\n");
