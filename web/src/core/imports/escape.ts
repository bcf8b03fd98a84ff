/** Words that mean themselves in Markdown (docs/imports.md, From HTML). */

/** `isFirst`: they begin a block, or stand after a line's break. */
export function escaped(words: string, isFirst: boolean): string {
  const within = words
    .replace(/[\\`*[\]<~]/g, "\\$&")
    .replace(/_/g, (sign, at: number, whole: string) => {
      const isBetween = isPlain(whole[at - 1]) && isPlain(whole[at + 1]);
      return isBetween ? sign : `\\${sign}`;
    })
    .replace(/&(?=#?[A-Za-z0-9]+;)/g, "\\&");
  return isFirst
    ? within.replace(/^[#>+\-=|]/, "\\$&").replace(/^(\d{1,9})([.)])/, "$1\\$2")
    : within;
}

export function isSpace(sign: string): boolean {
  return /^[ \t\n\r\f\u00a0]$/.test(sign);
}

function isPlain(sign: string | undefined): boolean {
  return sign !== undefined && /[A-Za-z0-9]/.test(sign);
}
