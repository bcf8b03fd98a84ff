addEventListener("message", () => {
  postMessage("ready");
});
