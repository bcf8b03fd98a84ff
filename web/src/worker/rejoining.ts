/** Leaving an alarm, and comparing where two devices stand (docs/protocol.md, Alarm and rejoin). */

import type {
  HistoryPlace,
  ListedRecord,
  Rejoined,
  RejoinedElsewhere,
  RejoinPreview,
} from "../core/contract.ts";
import { checkpointToBytes, checkpointWords } from "../core/crypto/checkpoint.ts";
import { fromHex, type Id, toHex } from "../core/protocol/encoding.ts";
import { checkpointHere } from "../core/sync/checkpoint.ts";
import { key, type Procedure, run } from "../core/sync/effects.ts";
import { rereadKeyring } from "../core/sync/keyrings.ts";
import type { Leading } from "../core/sync/leading.ts";
import type { Listed, Outlook } from "../core/sync/outlook.ts";
import { seenTold, toldUnseen } from "../core/sync/told.ts";
import { asLeader, type LeadingGround } from "./as-leader.ts";
import { seldom } from "./rare.ts";

const fewestLetters = 2;
const mostWords = 5;

export class Rejoining {
  readonly #ground: LeadingGround;

  constructor(ground: LeadingGround) {
    this.#ground = ground;
  }

  async lookAgain(): Promise<RejoinPreview> {
    const { previewRejoin } = await seldom();
    const { at, isContinuation, ...outlook } = await this.#leading(previewRejoin);
    const place = { sequence: at.sequence, chain: toHex(at.chain) };
    return { at: place, isContinuation, ...listsOf(outlook) };
  }

  async rejoin({ sequence, chain }: HistoryPlace): Promise<Rejoined> {
    const { rejoin } = await seldom();
    const vault = await this.#run(key("ids", async (keys) => keys.vault));
    const at = { vault, sequence, chain: fromHex(chain) };
    const { send, take, both } = await this.#leading((leading) => rejoin(leading, at, zone()));
    return { sent: send.length, taken: take.length, both: both.length };
  }

  async elsewhere(): Promise<RejoinedElsewhere | null> {
    const newest = (await this.#run(toldUnseen())).at(-1);
    if (newest === undefined) return null;
    const { sent, taken, both } = newest.said;
    return {
      device: newest.name,
      at: newest.at,
      sent: sent ?? 0,
      taken: taken ?? 0,
      both: both ?? 0,
    };
  }

  seen(): Promise<Id[]> {
    return this.#run(seenTold(Date.now(), zone()));
  }

  wordsLike(words: readonly string[], start: string): readonly string[] {
    if (start.length < fewestLetters || words.includes(start)) return [];
    return words.filter((word) => word.startsWith(start)).slice(0, mostWords);
  }

  async checkpoint(words: readonly string[]) {
    await this.#run(rereadKeyring());
    const here = await this.#run(checkpointHere());
    const sequence = here.vaults[0]?.sequence ?? 0;
    const bytes = checkpointToBytes(here);
    return { words: await checkpointWords(bytes, words), sequence, bytes: toHex(bytes) };
  }

  #leading<T>(procedure: (leading: Leading) => Procedure<T>): Promise<T> {
    return asLeader(this.#ground, procedure);
  }

  #run<T>(procedure: Procedure<T>): Promise<T> {
    return run(procedure, this.#ground.perform);
  }
}

function listsOf({ send, take, both, removedHere, removedThere }: Outlook) {
  const lists = { send: send.map(listed), take: take.map(listed), both: both.map(listed) };
  return { ...lists, removedHere, removedThere };
}

function listed({ record, header }: Listed): ListedRecord {
  const { kind, title, opening, covered, createdAt, newer, unreadable } = header;
  return { record, kind, title, opening, covered, createdAt, newer, unreadable };
}

function zone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
