/** age files, version 1 of C2SP: the only file that imports age-encryption (docs/protocol.md, Backup). */

import { Decrypter, Encrypter } from "age-encryption";
import { type Bytes, copyOf } from "../bytes.ts";
import { SealError } from "../errors.ts";
import { payloadOf } from "./payload.ts";
import { recipientFault } from "./recipient.ts";
import type { Source } from "./source.ts";

export type ByteStream = ReadableStream<Uint8Array>;

/** What a backup is locked with: a passphrase, or the `age1…` of whoever may open it. */
export type BackupLock = { readonly passphrase: string } | { readonly recipient: string };

/**
 * What opens a backup: its passphrase, the `AGE-SECRET-KEY-1…` to whose recipient it was locked, or, for whoever
 * has just written it, the key of this one file.
 */
export type BackupKey =
  | { readonly passphrase: string }
  | { readonly identity: string }
  | { readonly fileKey: Bytes };

/** An age file as a stream, and what reads it again: a recipient alone could not. */
export type Locked = { readonly stream: ByteStream; readonly key: BackupKey };

/** 2^15 blocks of 1 KiB: 32 MiB, about a second on a phone. Greater ones do not fit into every phone. */
const scryptWorkFactor = 15;
const maxHeaderBytes = 1 << 16;

/** The age file of a plaintext stream; `wrong_secret` for what is no recipient. */
export async function lock(plaintext: ByteStream, lockWith: BackupLock): Promise<Locked> {
  const encrypter = new Encrypter();
  if ("recipient" in lockWith) return lockTo(encrypter, lockWith.recipient, plaintext);
  encrypter.setPassphrase(lockWith.passphrase);
  encrypter.setScryptWorkFactor(scryptWorkFactor);
  return { stream: await encrypter.encrypt(plaintext), key: lockWith };
}

async function lockTo(encrypter: Encrypter, recipient: string, plaintext: ByteStream) {
  addRecipient(encrypter, recipient);
  let fileKey = new Uint8Array(0);
  const listener = {
    wrapFileKey: (key: Uint8Array) => {
      fileKey = copyOf(key);
      return []; // no stanza: nobody can tell from the file that it was read again
    },
  };
  encrypter.addRecipient(listener);
  const stream = await encrypter.encrypt(plaintext);
  return { stream, key: { fileKey } };
}

/** The library takes recipients of other kinds too, which not every age program opens. */
function addRecipient(encrypter: Encrypter, recipient: string): void {
  if (recipientFault(recipient) !== null) throw new SealError("wrong_secret");
  try {
    encrypter.addRecipient(recipient);
  } catch {
    throw new SealError("wrong_secret"); // the library reads what the sum stands over too
  }
}

/**
 * The plaintext of an age file, opened where it is read; `wrong_secret` when the key is not the one, `backup_damaged`
 * for what is no age file. Damage further on is found when its place is read.
 */
export async function unlock(file: Source, key: BackupKey): Promise<Source> {
  const decrypter = opener(key);
  const header = await headerOf(file);
  try {
    return await payloadOf(file, header.length, copyOf(await decrypter.decryptHeader(header)));
  } catch (error) {
    throw new SealError(isWrongKey(error) ? "wrong_secret" : "backup_damaged");
  }
}

/** An identity whose check sum does not hold is a wrong key too. */
function opener(key: BackupKey): Decrypter {
  const decrypter = new Decrypter();
  try {
    if ("passphrase" in key) decrypter.addPassphrase(key.passphrase);
    else if ("identity" in key) decrypter.addIdentity(key.identity);
    else decrypter.addIdentity({ unwrapFileKey: () => key.fileKey });
  } catch {
    throw new SealError("wrong_secret");
  }
  return decrypter;
}

/** From the first line to the one that begins with `---`. */
async function headerOf(file: Source): Promise<Bytes> {
  const start = await file.read(0, Math.min(file.size, maxHeaderBytes));
  const text = new TextDecoder("latin1").decode(start);
  const end = text.indexOf("\n", text.indexOf("\n---") + 1);
  if (end < 0) throw new SealError("backup_damaged");
  return start.slice(0, end + 1);
}

/** The library has no error of its own for this; a test holds its words. */
function isWrongKey(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("no identity matched");
}
