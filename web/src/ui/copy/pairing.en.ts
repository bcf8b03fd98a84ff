/** Adding a device by another one that is open: what both of them show. */

import { counted } from "./counted.ts";

const count = counted("en");

export const joining = {
  title: "Open with another device",
  what: "A device on which your pages are open can let this one in. You do not need your name or passphrase here for that.",
  how: "On the other device choose “More”, then “Devices”, then “Add a device”. Then show the code here.",
  careful:
    "The code is for your own device only. Show it where nobody else can see or photograph it.",
  show: "Show the code",
  making: "Making a code.",
  code: "The code",
  scan: "Let the camera of the other device see this picture.",
  picture: "The code as a picture, for the camera of the other device",
  type: "Or type these twenty words there",
  words: "The twenty words",
  compare: "Then the other device shows four words",
  same: "Look whether they are these four, in this order, and say so there.",
  four: "The four words",
  waiting: "Waiting for the other device.",
  holds: (minutes: number) =>
    `The code holds for ${count(minutes, { one: "one minute", other: "# minutes" })}. You can make a new one as often as you like.`,
  again: "Make a new code",
  over: "This code is over",
  overWhat: "Nothing was added and nothing was changed. Make a new one when you are ready.",
  refused: "This did not fit",
  refusedWhat:
    "An answer came that this code does not open, so nothing of it was kept. If you were not adding a device at this moment, somebody else may have seen the code.",
  stop: "Stop",
};

export const joined = {
  title: "This device opens your pages now",
  name: "It is in the account with the name",
  coming: "Your pages are on their way here. From the next lock on it asks for your passphrase.",
  other:
    "If that is not your name, somebody else answered the code. Write nothing here, and remove everything from this device.",
  leave: "Remove from this device",
  on: "Go on",
};

export const admitting = {
  title: "Add a device",
  what: "This device lets a new one in. The new one needs no name and no passphrase for it.",
  how: "Open this address on the new device, choose “I have pages already”, then “With another device”. It shows a code.",
  address: "The address",
  camera: "Read the code with the camera",
  cameraWhat: "The picture stays on this device. It is only looked at, never kept.",
  looking: "Hold the code in front of the camera.",
  view: "What the camera sees",
  stopCamera: "Stop the camera",
  noCamera: {
    refused: "The camera was not allowed. You can type the words instead.",
    absent: "No camera was found here. You can type the words instead.",
    busy: "The camera could not be started; another app may be using it. You can type the words instead.",
  },
  notOurs: "That picture is another code. Hold the one of the new device in front of the camera.",
  type: "Or type the twenty words",
  typeHint: "Capitals, commas and line ends make no difference.",
  few: (words: number) =>
    `${count(words, { one: "One word", other: "# words" })} so far; the code has twenty.`,
  next: "Go on",
  reading: "Looking for the new device.",
  unread:
    "These words fit no device that waits. Look whether one of them reads otherwise, or make a new code there. It works when both devices are at the same address.",
  over: "No device waits under this code. It may be over, after two minutes. Make a new one on the new device.",
  otherServer: "That code is from another address. Open this address on the new device.",

  compare: "Compare the four words",
  compareWhat: (name: string) => `The new device calls itself ${name}. It shows four words.`,
  question: "Are they these four, in this order?",
  four: "The four words",
  same: "They are the same",
  differ: "They differ",
  differTitle: "Nothing was sent",
  differWhat:
    "Good that you looked. It can be that you read an older code. It can also be that somebody saw the code and put a device of their own in its place.",
  differNext: "Make a new code on the new device, where nobody else can see it, and begin again.",
  again: "Begin again",

  confirm: (name: string) => `Add ${name}?`,
  confirmWhat: "It can then read all your pages, and write on them.",
  passphrase: "Your passphrase",
  add: "Add it",
  adding: "Adding it. This can take a few seconds.",
  stop: "Do not add it",
  unchanged: "Nothing was changed.",
  unsure: "It may be on its way already. You can try once more.",
  late: "The code was over before the new device got its answer. If it stands in the list of devices, remove it there; it opened nothing.",
  answered:
    "The new device had an answer already. If you did not let it in a moment ago, somebody else did, and it may be in another account: do not write on it. Remove everything from it, remove it from your devices here, and begin again where nobody sees the code.",
  devices: "See the devices",

  done: (name: string) => `${name} is one of your devices now`,
  doneWhat: "Look at it: it says your name. If it does not open, remove it here and begin again.",
};
