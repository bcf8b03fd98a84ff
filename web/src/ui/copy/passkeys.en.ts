/** Passkeys: what they are, adding and removing them, and opening with one. */

export const passkeys = {
  title: "Passkeys",
  what: "A passkey opens your pages on one device: with a finger, a face, a PIN, or a key that you plug in.",
  stays:
    "Your passphrase stays, and opens them too. A passkey can get lost with its device, so it is never the only way in.",
  who: "Whoever can unlock this device may be able to use its passkey. If that could be somebody else, the passphrase alone may be the better way.",
  see: "See the passkeys",
  none: "There is no passkey yet.",
  list: "Your passkeys",
  here: "Opens this device",
  on: (device: string) => `Opens ${device}`,
  elsewhere: "Opens another device",
  nameless: "Passkey without a name",
  ended:
    "The passkey that was here opens nothing any more: it was removed on another device, or new keys were made. You can add one again.",
  seen: "All right",
  noAddress: "Browsers make no passkeys for this address. It takes one with a name, not a number.",

  add: "Add a passkey to this device",
  name: "A name for it",
  nameHint:
    "So that you know it in the list. The browser's own list of passkeys shows this name and the address too.",
  usual: "This device",
  passphrase: "Your passphrase",
  next: "Go on",
  trying: "Trying the passphrase. This can take a few seconds.",
  leave: "Leave it",
  firstTitle: "Two touches",
  firstWhat: "The browser asks you twice. With the first touch it makes the passkey.",
  firstWhy:
    "With the second it uses it, right away. That shows that it opens your pages, before you count on it.",
  touch: "Begin",
  asking: "The browser is asking you now.",
  secondTitle: "The second touch",
  secondWhat: "The passkey is made. Nothing is kept before it was used once.",
  touchAgain: "Use it now",
  keepTitle: "The last step",
  keepWhat: "Both touches worked. The passkey is put in place now, which takes the server.",
  keep: "Keep the passkey",
  keeping: "Keeping it. This can take a few seconds.",
  doneTitle: "The passkey is here",
  done: "From now on the locked screen offers it, beside the passphrase.",
  unableTitle: "This one cannot open pages",
  unable:
    "It may be fine for signing in to other places. Opening what is sealed takes something that it does not have. Nothing was kept, and nothing has changed.",
  unableNext:
    "The browser may now list a passkey for this address that is of no use. You can remove it there, where it shows passwords and passkeys. Another key, or a newer one, may work.",
  refusals: {
    stopped: "It was stopped, or took too long. Nothing has changed. You can try again.",
    here: "This device has a passkey for your pages already.",
    address: "Browsers make no passkeys for this address. It takes one with a name, not a number.",
    unverified:
      "This one cannot tell who touches it, so it is not taken. Nothing has changed. Another may work.",
    unable: "This one cannot open pages. Nothing has changed.",
    strange:
      "The browser answered in a way this app does not know. Nothing has changed. You can try again.",
  },
  notKept: "The passkey is not in place yet.",

  remove: (name: string) => `Remove ${name}`,
  sureTitle: (name: string) => `Remove ${name}?`,
  sureWhat: "It opens nothing from then on. Your passphrase stays.",
  sureListed: "The browser may go on listing it. There it can be removed too.",
  sure: "Remove",
  keepIt: "Keep it",
  removing: "Removing. This can take a few seconds.",
  unchanged: "Nothing was changed.",
  removed: (name: string) => `${name} was removed.`,
};

/** On the locked screen. */
export const passkeyOpen = {
  open: "Open with a passkey",
  asking: "The browser is asking you now.",
  opening: "Opening.",
  refusals: {
    stopped: "It was not used. Nothing is lost: try again, or take the passphrase.",
    here: "The browser could not use it here. The passphrase opens your pages.",
    address: "The browser uses no passkey at this address. The passphrase opens your pages.",
    unverified: "It could not tell who touched it. The passphrase opens your pages.",
    unable: "This passkey does not open pages here. The passphrase does.",
    strange: "The browser could not use it. Nothing is lost: try again, or take the passphrase.",
  },
  wrong: "This passkey did not open them. The passphrase does.",
};
