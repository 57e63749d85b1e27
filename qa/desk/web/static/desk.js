// What all pages share: forgery tokens for htmx, notices, hints, dialogs, and keys.
const desk = (() => {
  "use strict";

  const KEYS = "copydesk.keys";
  const FRAMES = 60; // so long a key waits for htmx
  const find = (id) => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const token = () => document.querySelector("meta[name=csrf]").content;
  const typing = (element) => element.matches("input:not([type=checkbox], [type=radio]), textarea, select");
  const seen = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;

  let kept = null;
  try {
    kept = localStorage.getItem(KEYS);
  } catch {
    kept = null; // storage may be forbidden; then the choice lasts as long as the page
  }
  let letters = kept !== "off";

  function choose(on) {
    letters = on;
    for (const box of all("[data-shortcuts]")) box.checked = on;
    document.documentElement.classList.toggle("no-keys", !on);
    try {
      localStorage.setItem(KEYS, on ? "on" : "off");
    } catch {
      return;
    }
  }

  function say(text) {
    const place = find("say");
    if (place.textContent === text) place.textContent = "";
    requestAnimationFrame(() => (place.textContent = text));
  }

  // A notice that the server wrote, or a line of our own; the page beside it stays as it is.
  function notice(html, line) {
    const place = find("notice");
    const told = html && new DOMParser().parseFromString(html, "text/html").querySelector(".notice");
    const box = told ? document.adoptNode(told) : document.createElement("div");
    if (!told) {
      box.className = "notice bad";
      box.append(Object.assign(document.createElement("p"), { textContent: line }));
    }
    place.replaceChildren(box);
    box.scrollIntoView({ block: "nearest" });
  }

  function failed(status, html) {
    const words = find("words")?.dataset ?? {};
    const line = status === 401 ? words.out : status === 429 ? words.many : words.lost;
    notice(status === 401 || status === 429 ? "" : html, line ?? "");
  }

  // A key presses the button that bears its name; several: the first that can be seen.
  function press(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      hush(event.target.closest(".hint"));
      return close(event);
    }
    if (!letters || typing(event.target) || document.querySelector("dialog[open]")) return;
    if (!/^[a-z/?]$/i.test(event.key)) return;
    const scopes = [document.querySelector(".card.current"), document];
    for (const scope of scopes.filter(Boolean)) {
      const wanted = all(`[data-key="${CSS.escape(event.key)}"], [data-why="${CSS.escape(event.key)}"]`, scope);
      const button = wanted.find(seen);
      if (!button) continue;
      event.preventDefault();
      return act(button, FRAMES);
    }
  }

  // Before htmx knows a link or a form that has just come, the whole page would go there.
  const isNew = (one) => one?.matches("[hx-get], [hx-post]") && !one.hasAttribute("data-htmx-powered");

  function act(button, frames) {
    if (!button.isConnected) return;
    if (frames && (isNew(button) || isNew(button.form)))
      return void requestAnimationFrame(() => act(button, frames - 1));
    if (typing(button)) button.focus();
    else button.click();
    // At once: who types on does not wait for the event "toggle".
    if (button.matches("summary")) button.parentElement.querySelector(":scope[open] button")?.focus();
  }

  function close(event) {
    const open = event.target.closest("details.menu[open], details.signing[open], details.dismiss[open]");
    if (!open) return;
    open.open = false;
    open.firstElementChild.focus();
    event.preventDefault();
  }

  const tell = (line) => notice("", line);
  const hush = (hint) => hint?.classList.add("hushed");

  function click(event) {
    const button = event.target.closest("[data-close], [data-shut], [data-open]");
    if (button?.matches("[data-close]")) find("notice").replaceChildren();
    else if (button?.matches("[data-shut]")) button.closest("dialog").close();
    else if (button) find(button.dataset.open).showModal();
    for (const menu of all("details.menu[open], details.signing[open]"))
      if (!menu.contains(event.target)) menu.open = false;
  }

  document.addEventListener("keydown", press);
  document.addEventListener("click", click);
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-shortcuts]")) choose(event.target.checked);
  });
  for (const leave of ["mouseout", "focusout"])
    document.addEventListener(leave, (event) => {
      const hint = event.target.closest?.(".hint");
      if (hint && !hint.contains(event.relatedTarget)) hint.classList.remove("hushed");
    });
  document.addEventListener("htmx:config:request", (event) => {
    event.detail.ctx.request.headers["X-CSRF-Token"] = token();
  });
  document.addEventListener("htmx:response:error", (event) => {
    const { response, text } = event.detail.ctx;
    failed(response.status, text);
  });
  document.addEventListener("htmx:error", () => failed(0, ""));
  document.documentElement.classList.toggle("no-keys", !letters);
  for (const box of all("[data-shortcuts]")) box.checked = letters;

  return { all, find, say, tell, failed, token, seen };
})();
