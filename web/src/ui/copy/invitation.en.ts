/** Where not everybody may make an account. */

export const invitation = {
  label: "Invitation",
  hint: "New accounts here come by invitation. It has 20 letters and numbers; spaces and dashes do not matter.",
  missing: "An invitation is needed here. The person who runs the server can give you one.",
  closedTitle: "No new accounts here for now",
  closed: [
    "The person who runs this server has closed it for new accounts. Those that are there go on as before.",
    "You can ask that person to open it again, or use another server.",
  ],
  have: "I have pages already",
};
