/** Code in Markdown, which stays as it is (docs/imports.md, markdown). */

const fence = /^ {0,3}(`{3,}|~{3,})/;

/** The text with every stretch that is no code changed. */
export function inWords(text: string, change: (words: string) => string): string {
  const changed: string[] = [];
  let words: string[] = [];
  let open = "";
  const flush = () => {
    if (words.length > 0) changed.push(inLines(words.join("\n"), change));
    words = [];
  };
  for (const line of text.split("\n")) {
    const mark = fence.exec(line)?.[1] ?? "";
    if (open === "" && mark === "") words.push(line);
    else {
      flush();
      changed.push(line);
      if (open === "") open = mark;
      else if (mark.startsWith(open) && /^ {0,3}[`~]+[ \t]*$/.test(line)) open = "";
    }
  }
  flush();
  return changed.join("\n");
}

/** Within each line, what stands between two equally long runs of `` ` `` is code. */
function inLines(text: string, change: (words: string) => string): string {
  return text
    .split("\n")
    .map((line) => inLine(line, change))
    .join("\n");
}

function inLine(line: string, change: (words: string) => string): string {
  const runs = [...line.matchAll(/`+/g)].map((found) => ({ at: found.index, sign: found[0] }));
  let [result, at] = ["", 0];
  for (let i = 0; i < runs.length; i++) {
    const run = runs[i];
    const close = runs.findIndex((other, j) => j > i && other.sign === run?.sign);
    const end = runs[close];
    if (run === undefined || end === undefined) continue;
    result += change(line.slice(at, run.at)) + line.slice(run.at, end.at + end.sign.length);
    at = end.at + end.sign.length;
    i = close;
  }
  return result + change(line.slice(at));
}
