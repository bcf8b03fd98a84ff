/** What a backup is before it is opened (docs/protocol.md, Backup). Light, so that a screen can ask. */

const ageMark = "age-encryption.org/";

/** Whether a file is locked, so that it wants a key. */
export async function isLocked(file: Blob): Promise<boolean> {
  return (await file.slice(0, ageMark.length).text()) === ageMark;
}
