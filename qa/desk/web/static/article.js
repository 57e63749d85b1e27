// The article: one flag at a time, editing in place, and a sign of life for the claim.
(() => {
  "use strict";

  const BEAT = 20_000;
  const IDLE = 60_000;
  const FRAMES = 8;
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const root = () => desk.find("article");
  const cards = () => desk.all(".card[data-flag]", root());
  const ids = () => cards().map((card) => card.dataset.flag);

  let current = null;
  let order = [];
  let active = Date.now();

  // Walking.

  function marks(id) {
    return desk.all("mark", root()).filter((mark) => mark.dataset.flags.split(" ").includes(id));
  }

  function choose(id) {
    current = id;
    const list = cards();
    for (const old of desk.all("mark.current, .line.here, .card.current[data-flag]", root()))
      old.classList.remove("current", "here");
    const card = list.find((one) => one.dataset.flag === id);
    if (!card) return null;
    card.classList.add("current");
    desk.find(`s${card.dataset.segment}`)?.classList.add("here");
    for (const mark of marks(id)) mark.classList.add("current");
    const place = root().querySelector("[data-at]");
    const text = place.dataset.at.replace("{at}", list.indexOf(card) + 1).replace("{all}", list.length);
    if (place.textContent !== text) place.textContent = text;
    return card;
  }

  function inSight(element) {
    const top = root().querySelector(".bar").getBoundingClientRect().bottom;
    const deck = root().querySelector(".deck").getBoundingClientRect();
    const below = deck.left < 24 ? deck.top : innerHeight;
    const box = element.getBoundingClientRect();
    return box.height && box.top > Math.max(top, 0) + 8 && box.bottom < below - 24;
  }

  function bring(element) {
    if (!element || inSight(element)) return;
    const far = Math.abs(element.getBoundingClientRect().top - innerHeight / 2) > innerHeight;
    const behavior = far || still.matches ? "instant" : "smooth";
    element.scrollIntoView({ block: "center", behavior });
    if (far) hold(element, FRAMES);
  }

  // Lines far off are laid out when they come near, and then push away what was aimed at.
  function hold(element, frames) {
    if (!inSight(element)) element.scrollIntoView({ block: "center", behavior: "instant" });
    if (frames) requestAnimationFrame(() => hold(element, frames - 1));
  }

  function visit(id, focus = true) {
    const card = choose(id);
    if (!card) return;
    bring(marks(id)[0] ?? desk.find(`s${card.dataset.segment}`));
    if (focus) card.focus({ preventScroll: true });
  }

  function walk(step) {
    const list = ids();
    if (!list.length) return;
    const at = list.indexOf(current);
    visit(list[(at + step + list.length) % list.length]);
  }

  // After an act the next flag that is still open is the current one; after an undo, what came back.

  function settle() {
    const list = ids();
    const back = list.filter((id) => !order.includes(id));
    const at = order.indexOf(current);
    const next = list.includes(current) ? current : [...order.slice(at + 1), ...order.slice(0, Math.max(at, 0))].find((id) => list.includes(id));
    const to = order.length && back.length && list.includes(current) ? back[0] : (next ?? list[0]);
    order = list;
    if (to) visit(to);
    else {
      current = null;
      (root().querySelector(".deck .done") ?? root()).focus?.({ preventScroll: true });
    }
    desk.say(root().dataset.say);
  }

  // Editing.

  function edit(segment) {
    const box = desk.find(`s${segment}`)?.querySelector("details.edit");
    if (!box) return;
    writing.open(box);
    bring(box);
  }

  function leave(box, { drop }) {
    writing.close(box, { drop });
    if (current) visit(current);
    else box.querySelector("summary").focus();
  }

  document.addEventListener(
    "toggle",
    (event) => {
      const box = event.target;
      if (box.matches?.("details.dismiss, details.signing") && box.open) box.querySelector("button")?.focus();
    },
    true,
  );

  document.addEventListener("keydown", (event) => {
    active = Date.now();
    const area = event.target.closest?.("details.edit textarea");
    if (area && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      area.form.requestSubmit();
    } else if (area && event.key === "Escape") {
      event.preventDefault();
      leave(area.closest("details"), { drop: false });
    }
    const reasons = root().querySelector(".card.current details.dismiss[open]");
    if (reasons && /^[1-9]$/.test(event.key) && !event.target.matches("input, select, textarea")) {
      desk.all("button[name=reason]", reasons)[event.key - 1]?.click();
    }
  });

  document.addEventListener("click", (event) => {
    active = Date.now();
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const step = event.target.closest("[data-step]");
    const mark = event.target.closest("mark a");
    const pen = event.target.closest("[data-edit]");
    const cancel = event.target.closest("[data-cancel]");
    if (step) walk(Number(step.dataset.step));
    else if (mark) {
      event.preventDefault();
      visit(mark.hash.slice(2));
    } else if (pen) {
      event.preventDefault();
      edit(pen.closest(".card").dataset.segment);
    } else if (cancel) leave(cancel.closest("details"), { drop: true });
  });

  document.addEventListener("focusin", (event) => {
    const mark = event.target.closest?.("mark a");
    if (mark && mark.hash.slice(2) !== current) choose(mark.hash.slice(2));
  });

  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = event.detail;
    const form = ctx?.sourceElement;
    const box = form?.closest?.("details.edit");
    if (box && form.matches("form") && ctx.response?.status < 400) writing.kept(box);
    if (!form || form !== opening) return;
    if (ctx.response?.status >= 400 || root().dataset.mine === "yes") {
      opening = null; // refused, or an act was quicker
      event.preventDefault();
    } else for (const one of desk.all("details[open]", root())) one.setAttribute("data-kept", "");
  });

  document.addEventListener("htmx:after:swap", (event) => {
    const { ctx } = event.detail;
    const target = ctx?.target;
    if (target?.id === "why-body") {
      desk.find("why").showModal();
      desk.find("why").scrollTop = 0;
    }
    else if (target?.id === "article" && ctx.response?.status < 400) {
      writing.renew();
      if (ctx.sourceElement === opening) resume();
      else {
        desk.find("notice").replaceChildren();
        settle();
      }
      open();
    }
  });

  // An article that is free is opened for who comes to it, once: whoever lets go of it has done so.

  let coming = true;
  let opening = null;

  function open() {
    const form = root().querySelector("form[data-claim][data-htmx-powered]"); // else the page would go
    if (root().dataset.mine === "yes") coming = false;
    if (!coming || !form || document.hidden) return;
    coming = false;
    opening = form;
    form.requestSubmit();
  }

  // What one has begun in the meantime goes on as if nothing had happened.
  function resume() {
    opening = null; // the same form lets go of it from now on
    for (const one of desk.all("details[data-kept]:not(.edit)", root())) one.removeAttribute("data-kept");
    order = ids();
    if (current) choose(current);
  }

  for (const moment of ["htmx:after:init", "visibilitychange"]) document.addEventListener(moment, open);

  // The claim lives as long as somebody is at the page.

  async function beat() {
    const article = root();
    if (article.dataset.mine !== "yes" || document.hidden || Date.now() - active > IDLE) return;
    const headers = { "X-CSRF-Token": desk.token(), "HX-Request": "true" };
    try {
      const answer = await fetch(`/articles/${article.dataset.id}/presence`, { method: "POST", headers });
      if (answer.status >= 400) desk.failed(answer.status, await answer.text());
    } catch {
      return; // the next beat may get through
    }
  }

  for (const sign of ["pointermove", "scroll", "input"])
    document.addEventListener(sign, () => (active = Date.now()), { passive: true });
  setInterval(beat, BEAT);

  order = ids();
  const linked = location.hash.startsWith("#f") ? location.hash.slice(2) : null;
  if (order.includes(linked)) visit(linked);
  else if (order.length) choose(order[0]);
  open();
})();
