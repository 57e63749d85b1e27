// Adds filters and keys to a page that can be read without them.
(() => {
  "use strict";

  const ORDER = ["neutral", "minor", "major", "critical"];
  const WIDE = matchMedia("(min-width: 45rem)");
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const find = (id) => document.getElementById(id);

  const flags = all(".flag").map((card) => ({
    card,
    number: card.id.slice(1),
    severity: card.dataset.severity,
    rule: card.dataset.rule,
    marks: [],
    shown: true,
  }));
  const byNumber = new Map(flags.map((flag) => [flag.number, flag]));
  const numbers = (text) => (text ? text.split(" ") : []);
  const marks = all("mark").map((mark) => ({
    mark,
    link: mark.firstElementChild,
    owner: mark.firstElementChild.hash.slice(2),
    flags: numbers(mark.dataset.flags).map((number) => byNumber.get(number)),
    ends: numbers(mark.dataset.ends),
  }));
  for (const piece of marks) for (const flag of piece.flags) flag.marks.push(piece);

  let current = null;

  // Walking.

  function choose(flag) {
    for (const old of all(".current")) old.classList.remove("current");
    current = flag;
    if (flag) {
      flag.card.classList.add("current");
      for (const piece of flag.marks) piece.mark.classList.add("current");
    }
    tell();
  }

  function tell() {
    const shown = flags.filter((flag) => flag.shown);
    const at = shown.indexOf(current);
    const whole = flags.length === 1 ? "1 flag" : `${flags.length} flags`;
    const part = `${shown.length} of ${whole}`;
    const text = shown.length < flags.length ? part : whole;
    find("status").textContent = at < 0 ? text : `${at + 1} of ${shown.length}`;
    document.body.classList.toggle("filtered", shown.length < flags.length);
  }

  function bring(element) {
    const box = element.getBoundingClientRect();
    const bar = WIDE.matches ? document.querySelector(".tools").offsetHeight : 0;
    const seen = box.height && box.top > bar + 12 && box.bottom < innerHeight - 72;
    if (!seen) element.scrollIntoView({ block: "center", behavior: "instant" });
  }

  function open(element) {
    for (let up = element; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
  }

  function visit(flag, onText = false) {
    choose(flag);
    const first = flag.marks[0];
    if (first) {
      open(first.mark);
      bring(first.mark);
    }
    bring(flag.card);
    const target = onText && first ? first.link : flag.card;
    target.focus({ preventScroll: true });
    if (target !== flag.card) bring(target);
  }

  // Without a current flag the walk begins where the reader is looking.
  function walk(step) {
    const shown = flags.filter((flag) => flag.shown);
    if (!shown.length) return;
    let at = shown.indexOf(current);
    if (at < 0) {
      const below = shown.findIndex((flag) => flag.card.getBoundingClientRect().bottom > 0);
      at = step > 0 ? (below < 0 ? shown.length : below) - 1 : below < 0 ? shown.length : below;
    }
    visit(shown[Math.min(Math.max(at + step, 0), shown.length - 1)]);
  }

  // Filtering.

  function wanted(kind) {
    return new Set(all(`[data-filter=${kind}]:checked`).map((box) => box.value));
  }

  function repaint(piece) {
    const left = piece.flags.filter((flag) => flag.shown);
    const worst = Math.max(...left.map((flag) => ORDER.indexOf(flag.severity)));
    const list = piece.mark.classList;
    list.remove(...ORDER);
    list.toggle("off", !left.length);
    list.toggle("many", left.length > 1);
    if (!left.length) {
      piece.link.removeAttribute("href");
      return;
    }
    list.add(ORDER[worst]);
    const owner = left.find((flag) => flag.number === piece.owner) ?? left[0];
    piece.link.setAttribute("href", `#f${owner.number}`);
    const ends = piece.ends.filter((number) => byNumber.get(number).shown);
    if (ends.length) piece.mark.dataset.ends = ends.join(" ");
    else piece.mark.removeAttribute("data-ends");
  }

  function filter() {
    const [severities, rules] = [wanted("severity"), wanted("rule")];
    for (const flag of flags) {
      flag.shown = severities.has(flag.severity) && rules.has(flag.rule);
      flag.card.hidden = !flag.shown;
    }
    marks.forEach(repaint);
    const only = find("flagged").checked;
    for (const row of all(".segment")) row.hidden = only && !row.querySelector(".flag:not([hidden])");
    for (const block of all(".paragraph")) block.hidden = !block.querySelector(".segment:not([hidden])");
    if (current && !current.shown) choose(null);
    tell();
  }

  // A rule's page, brought to the flag that asks for it.

  function explain(card) {
    const about = card.querySelector(".about");
    const old = card.querySelector(".prose");
    about.setAttribute("aria-expanded", String(!old));
    if (old) {
      old.remove();
      return;
    }
    const page = document.querySelector(about.hash).cloneNode(true);
    page.removeAttribute("id");
    card.append(page);
  }

  // Keys and clicks.

  const keys = find("keys");
  const actions = {
    j: () => walk(1),
    n: () => walk(1),
    k: () => walk(-1),
    p: () => walk(-1),
    r: () => current && explain(current.card),
    f: () => find("flagged").click(),
    "?": () => keys.showModal(),
  };

  function leave() {
    const pick = document.querySelector(".pick[open]");
    if (pick) {
      pick.open = false;
      pick.firstElementChild.focus();
    } else if (current) {
      choose(null);
      document.activeElement.blur();
    }
  }

  function press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || keys.open) return;
    if (event.key === "Escape") leave();
    else if (event.key === "Enter" && current && event.target === current.card) visit(current, true);
    else if (find("shortcuts").checked && Object.hasOwn(actions, event.key)) actions[event.key]();
    else return;
    event.preventDefault();
  }

  function click(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || getSelection().type === "Range") return;
    const link = event.target.closest("a");
    const card = event.target.closest(".flag");
    if (link?.matches(".about")) {
      event.preventDefault();
      choose(byNumber.get(card.id.slice(1)));
      explain(card);
    } else if (link?.matches("mark a[href], .first, .skip")) {
      event.preventDefault();
      visit(byNumber.get(link.hash.slice(2)));
    } else if (card && (!link || link.matches(".count")) && !event.target.closest(".prose")) {
      event.preventDefault();
      visit(byNumber.get(card.id.slice(1)), Boolean(link));
    }
  }

  function start() {
    document.querySelector(".tools").hidden = false;
    document.addEventListener("keydown", press);
    document.addEventListener("click", click);
    document.addEventListener("focusin", (event) => {
      const own = event.target.closest("mark a[href], .flag");
      const number = own?.matches(".flag") ? own.id.slice(1) : own?.hash.slice(2);
      if (own && byNumber.get(number) !== current) choose(byNumber.get(number));
    });
    for (const box of all("[data-filter], #flagged")) box.addEventListener("change", filter);
    for (const [button, checked] of [["all", true], ["none", false]])
      document.querySelector(`[data-${button}]`).addEventListener("click", () => {
        for (const box of all("[data-filter=rule]")) box.checked = checked;
        filter();
      });
    find("back").addEventListener("click", () => walk(-1));
    find("on").addEventListener("click", () => walk(1));
    find("help").addEventListener("click", () => keys.showModal());
    find("close").addEventListener("click", () => keys.close());
  }

  // On a phone the other sides wait behind their summary, unless something is marked there.
  function fold() {
    for (const side of all(".others")) side.open = WIDE.matches || Boolean(side.querySelector("mark"));
  }

  fold();
  WIDE.addEventListener("change", fold);
  if (!flags.length) return;
  start();
  const linked = byNumber.get(location.hash.slice(2));
  if (location.hash.startsWith("#f") && linked) visit(linked);
})();
