/** Lengths that the formats fix and limits that clients hold themselves (docs/protocol.md). */

export const suite = 1;
export const idBytes = 16;
export const hashBytes = 32;
export const nonceBytes = 12;
/** AK, VK, and what else is drawn as a key. */
export const secretBytes = 32;
export const slotBytes = 93;
export const wrapBytes = 61;
export const earlierBytes = 61;
export const maxNameCodePoints = 64;
export const maxNameBytes = 256;
export const maxPassphraseBytes = 1024;
export const maxSlots = 32;
export const maxVaults = 64;
export const maxWraps = 1024;
export const maxDevices = 64;
export const maxKeyringBytes = 65_536;
export const leastRevisionBytes = 512;
export const leastTombstoneBytes = 64;
export const leastKeyringBytes = 512;
