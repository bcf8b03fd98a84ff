/** age files, version 1 of C2SP: the only file that imports age-encryption (docs/protocol.md, Backup). */

import { Decrypter, Encrypter } from "age-encryption";
import { SealError } from "../errors.ts";

export type ByteStream = ReadableStream<Uint8Array>;

/** What opens a backup: its passphrase, or the `AGE-SECRET-KEY-1…` to whose recipient it was locked. */
export type BackupKey = { readonly passphrase: string } | { readonly identity: string };

/** 2^15 blocks of 1 KiB: 32 MiB, about a second on a phone. Greater ones do not fit into every phone. */
const scryptWorkFactor = 15;

/** The age file of a plaintext stream, locked with a passphrase. */
export async function lock(plaintext: ByteStream, passphrase: string): Promise<ByteStream> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(scryptWorkFactor);
  return await encrypter.encrypt(plaintext);
}

/**
 * The plaintext stream of an age file; `wrong_secret` when the key is not the one, `backup_damaged`
 * for what is no age file. Damage further on is an error of the stream itself.
 */
export async function unlock(file: ByteStream, key: BackupKey): Promise<ByteStream> {
  const decrypter = opener(key);
  try {
    return await decrypter.decrypt(file);
  } catch (error) {
    throw new SealError(isWrongKey(error) ? "wrong_secret" : "backup_damaged");
  }
}

/** An identity whose check sum does not hold is a wrong key too. */
function opener(key: BackupKey): Decrypter {
  const decrypter = new Decrypter();
  try {
    if ("passphrase" in key) decrypter.addPassphrase(key.passphrase);
    else decrypter.addIdentity(key.identity);
  } catch {
    throw new SealError("wrong_secret");
  }
  return decrypter;
}

/** The library has no error of its own for this; a test holds its words. */
function isWrongKey(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("no identity matched");
}
