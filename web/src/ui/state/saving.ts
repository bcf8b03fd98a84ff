/**
 * Handing a file that the app made over to the person, by what the device offers: written to a file of their choice and read again, shared
 * with another app, or given to the browser's downloads.
 */

import { chunksOf, Imprint } from "./imprint.ts";

/** `file` and `download` both save to a file; only of the first it is known where, and that it is whole. */
export type Means = "file" | "share" | "download";

/** `saved`: written and read again. `shared`, `handed`: given to another app, to the browser; what becomes of it cannot be seen from here. */
export type Saved = "saved" | "shared" | "handed" | "cancelled";

/** `full`: there is no room. `changed`: the file did not read again as it was written. */
export type SavingFault = "full" | "not_written" | "changed" | "not_shared";

export class SavingError extends Error {
  readonly fault: SavingFault;

  constructor(fault: SavingFault) {
    super(fault);
    this.fault = fault;
  }
}

/** What is saved, and the name that is proposed. A stream is read once; with `share` and `download` it is gathered first. */
export interface Saving {
  readonly name: string;
  readonly type: string;
  readonly content: Blob | ReadableStream<Uint8Array>;
}

/** Not in the types of TypeScript, as not every browser has it. */
interface PickedFile extends FileSystemFileHandle {
  readonly remove?: () => Promise<void>;
}

type Pick = (options: { readonly suggestedName: string }) => Promise<PickedFile>;
type Picking = { readonly showSaveFilePicker: Pick };

/** What a browser offers; null for what it does not. */
export interface Platform {
  readonly pick: Pick | null;
  readonly share: ((data: { readonly files: File[] }) => Promise<void>) | null;
  readonly canShare: (data: { readonly files: File[] }) => boolean;
  readonly download: (file: Blob, name: string) => void;
}

/** Safari reads the address after the click. */
const DOWNLOAD_MS = 60_000;

export function platformHere(): Platform {
  const browser: Window & Partial<Picking> = window;
  return {
    pick: canPick(browser) ? (options) => browser.showSaveFilePicker(options) : null,
    share: typeof navigator.share === "function" ? (data) => navigator.share(data) : null,
    canShare: (data) => typeof navigator.canShare === "function" && navigator.canShare(data),
    download: downloadHere,
  };
}

function canPick(browser: Partial<Picking>): browser is Picking {
  return typeof browser.showSaveFilePicker === "function";
}

function downloadHere(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), DOWNLOAD_MS);
}

/** The means that there are for a file of this name, the best first; never none. */
export function meansFor({ name, type }: Omit<Saving, "content">, platform: Platform): Means[] {
  const likeness = new File([], name, { type });
  const canShare = platform.share !== null && platform.canShare({ files: [likeness] });
  const share: Means[] = canShare ? ["share"] : [];
  return platform.pick ? ["file", ...share] : [...share, "download"];
}

/**
 * Saves by one of `meansFor`. To be called by a tap: browsers show their windows for nothing else. Rejects with a SavingError, or with what
 * the stream failed with; then, and when `signal` stops it, no half file is left.
 */
export async function save(
  saving: Saving,
  means: Means,
  platform: Platform,
  signal: AbortSignal = new AbortController().signal,
): Promise<Saved> {
  if (means === "file") return saveToFile(saving, platform, signal);
  const blob = await gathered(saving, signal);
  if (signal.aborted) return "cancelled";
  if (means === "share")
    return share(new File([blob], saving.name, { type: saving.type }), platform);
  platform.download(blob, saving.name);
  return "handed";
}

async function gathered({ content, type }: Saving, signal: AbortSignal): Promise<Blob> {
  if (content instanceof Blob) return content;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of chunksOf(content)) {
    if (signal.aborted) break;
    parts.push(new Uint8Array(chunk));
  }
  return new Blob(parts, { type });
}

async function share(file: File, platform: Platform): Promise<Saved> {
  try {
    await platform.share?.({ files: [file] });
    return "shared";
  } catch (error) {
    if (isNamed(error, "AbortError")) return "cancelled";
    throw new SavingError("not_shared");
  }
}

async function saveToFile(saving: Saving, platform: Platform, signal: AbortSignal): Promise<Saved> {
  const file = await picked(saving.name, platform);
  if (file === null) return "cancelled";
  let isWritten = false;
  try {
    const written = await pour(saving.content, file, signal);
    isWritten = true;
    const found = await imprintOf(file, signal);
    if (!found?.isLike(written)) throw new SavingError("changed");
    return "saved";
  } catch (error) {
    if (isWritten || (await isEmpty(file))) await file.remove?.().catch(() => {});
    if (signal.aborted) return "cancelled";
    throw error;
  }
}

/** What the picker made, or emptied, is no backup. An older file that still stands there is. */
async function isEmpty(file: PickedFile): Promise<boolean> {
  try {
    return (await file.getFile()).size === 0;
  } catch {
    return false;
  }
}

/** Null when the person closed the window. */
async function picked(suggestedName: string, platform: Platform): Promise<PickedFile | null> {
  try {
    return (await platform.pick?.({ suggestedName })) ?? null;
  } catch (error) {
    if (isNamed(error, "AbortError")) return null;
    throw new SavingError("not_written");
  }
}

/** The imprint of what was written; until the last byte is there the file is as it was. */
async function pour(
  content: Saving["content"],
  file: PickedFile,
  signal: AbortSignal,
): Promise<Imprint> {
  const imprint = new Imprint();
  const writable = await writing(() => file.createWritable());
  try {
    for await (const chunk of chunksOf(streamOf(content))) {
      signal.throwIfAborted();
      imprint.add(chunk);
      await writing(() => writable.write(new Uint8Array(chunk)));
    }
    signal.throwIfAborted();
    await writing(() => writable.close());
  } catch (error) {
    await writable.abort().catch(() => {});
    throw error;
  }
  return imprint;
}

function streamOf(content: Saving["content"]): ReadableStream<Uint8Array> {
  return content instanceof Blob ? content.stream() : content;
}

async function writing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new SavingError(isNamed(error, "QuotaExceededError") ? "full" : "not_written");
  }
}

/** Null where the file does not open again. */
async function imprintOf(file: PickedFile, signal: AbortSignal): Promise<Imprint | null> {
  const imprint = new Imprint();
  try {
    for await (const chunk of chunksOf((await file.getFile()).stream())) {
      signal.throwIfAborted();
      imprint.add(chunk);
    }
  } catch {
    return null;
  }
  return imprint;
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
