// The queue: j and k walk the rows; what is new is put in their place, and told.
(() => {
  "use strict";

  const titles = () => desk.all(".entry .title");

  function walk(step) {
    const rows = titles();
    const at = rows.indexOf(document.activeElement?.closest(".entry")?.querySelector(".title"));
    const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1);
    rows[next]?.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
    if (document.documentElement.classList.contains("no-keys")) return;
    if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      walk(event.key === "j" ? 1 : -1);
    }
  });

  let told = desk.find("queue")?.dataset.say;
  document.addEventListener("htmx:before:request", (event) => {
    const polls = event.target.id === "queue";
    if (polls && (document.hidden || document.querySelector(".hint:hover, .hint:focus-within"))) event.preventDefault();
  });
  document.addEventListener("htmx:after:swap", () => {
    const say = desk.find("queue")?.dataset.say;
    if (say && say !== told) desk.say(say);
    told = say;
  });
})();
