// Asks Python for the file and gives it to the browser; sends Python a file of the reader's. What is in it is Python's affair.

const PIECE = 1_000_000; // bytes in one message
const PATIENCE = 8_000; // milliseconds without an answer until the reader is told

function render({ model, el }) {
  const view = crypto.getRandomValues(new Uint32Array(2)).join("-");
  el.innerHTML = `
    <div class="my-work">
      <div role="group" aria-label="Save my work">
        <p>Press Ctrl+S (on a Mac, Cmd+S) in every notebook with a dot in its tab. Then:</p>
        <button type="button" data-part="save">Save my work</button>
      </div>
      <div role="group" aria-label="Bring it back">
        <label>To bring back what you saved, choose your file
          <input type="file" accept=".zip" data-part="file"></label>
      </div>
      <div class="said" role="status" data-part="said"></div>
      <button type="button" data-part="bring" hidden>Bring it back</button>
      <p data-part="download" hidden>If your browser has not asked or saved anything, <a>download it here</a>.</p>
    </div>`;
  const part = (name) => el.querySelector(`[data-part="${name}"]`);
  const link = part("download").querySelector("a");
  // Keys typed here are for the control that has the focus, not shortcuts of the notebook around it.
  for (const element of el.querySelectorAll("button, input, a")) element.dataset.lmSuppressShortcuts = true;

  let waiting;
  const say = (html, next) => {
    part("said").innerHTML = html;
    for (const name of ["bring", "download"]) part(name).hidden = name !== next;
    (next ? part(next) : part("said")).scrollIntoView({ block: "nearest" });
  };
  const send = (ask, buffers) => model.send({ ask, view }, undefined, buffers);
  const ask = (what, meanwhile) => {
    say(`<p>${meanwhile}</p>`);
    clearTimeout(waiting);
    waiting = setTimeout(
      () => say("<p>Python does not answer. If it is at work in another cell, wait; if not, run this cell again.</p>"), PATIENCE);
    send(what);
  };

  part("save").addEventListener("click", () => ask("save", "Collecting your work…"));
  part("bring").addEventListener("click", () => {
    part("file").focus(); // the button goes away
    ask("bring", "Bringing it back…");
  });
  part("file").addEventListener("change", async () => {
    const file = part("file").files[0];
    if (!file) return say("");
    if (file.size > model.get("largest")) return say("<p><strong>This file is larger than anything that Save my work makes.</strong></p>");
    try {
      const data = await file.arrayBuffer();
      for (let at = 0; at === 0 || at < data.byteLength; at += PIECE) {
        send(at === 0 ? "first piece" : "piece", [data.slice(at, at + PIECE)]);
      }
    } catch {
      return say("<p><strong>Your browser cannot read this file.</strong></p>");
    }
    ask("look", "Looking into the file…");
  });

  const answer = (message, buffers) => {
    if (message.view !== view) return; // that of another view of these buttons
    clearTimeout(waiting);
    say(message.said, message.done && { look: "bring", save: "download" }[message.ask]);
    if (message.ask !== "look") part("file").value = "";
    if (message.ask === "save" && message.done) {
      URL.revokeObjectURL(link.href);
      link.href = URL.createObjectURL(new Blob(buffers, { type: "application/zip" }));
      link.download = message.name;
      link.click();
    }
  };
  model.on("msg:custom", answer);
  return () => {
    clearTimeout(waiting);
    URL.revokeObjectURL(link.href);
    model.off("msg:custom", answer);
  };
}

export default { render };
