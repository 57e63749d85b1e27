// What was typed and not kept yet: no answer of the server replaces it, no act throws it away.
const writing = (() => {
  "use strict";

  const LEAVING = /\/(sign-off|release|take-over|next)$/;
  const boxes = () => desk.all("details.edit");
  const area = (box) => box.querySelector("textarea");
  const changed = (box) => area(box).value !== area(box).defaultValue;
  const unsaved = () => boxes().find(changed);

  // The page's other parts are renewed around a box that is marked so.
  const mark = (box) => box.toggleAttribute("data-kept", box.open || changed(box));

  function open(box) {
    box.open = true;
    box.scrollIntoView({ block: "nearest" });
    area(box).focus({ preventScroll: true });
  }

  function close(box, { drop }) {
    if (drop) box.querySelector("form").reset();
    box.open = false;
    box.querySelector(".preview").replaceChildren();
    mark(box);
  }

  // What was typed stands in the text now: the box is renewed like all else.
  function kept(box) {
    area(box).defaultValue = area(box).value;
    box.open = false;
    box.removeAttribute("data-kept");
  }

  // A box that was renewed shows what it was sent, whatever had been typed before.
  function renew() {
    for (const box of boxes().filter((one) => !one.matches("[data-kept]"))) box.querySelector("form").reset();
  }

  document.addEventListener(
    "submit",
    (event) => {
      const box = unsaved();
      if (!box || !LEAVING.test(event.target.getAttribute("action"))) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      for (const menu of desk.all("details.signing[open]")) menu.open = false;
      desk.tell(desk.find("words").dataset.unsaved);
      open(box);
    },
    true,
  );

  document.addEventListener(
    "toggle",
    (event) => {
      const box = event.target;
      if (!box.matches?.("details.edit") || !box.isConnected) return;
      mark(box);
      if (box.open) area(box).focus({ preventScroll: true });
    },
    true,
  );

  addEventListener("beforeunload", (event) => unsaved() && event.preventDefault());

  return { close, kept, open, renew };
})();
