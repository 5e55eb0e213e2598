// Whether the service is reached. Every question a page asks by itself tells; while it is not, the
// page says since when, only the strip goes on asking (less and less often), and no press leads
// away from what is shown. See docs/adr/0034.
(() => {
  "use strict";

  const line = document.getElementById("forbindelse");
  const strip = document.getElementById("just-nu");
  if (!line || !strip) return;

  const FRESH = 8_000; // ms: what was heard so lately is taken to hold, and a press goes straight on
  const PATIENCE = 8_000; // ms that a question may take
  const SILENCE = 20_000; // ms without a word: the machine slept, or questions hang
  const LONGEST_WAIT = 30_000;

  let heardAt = Date.now();
  let isLost = false;
  let tries = 0;
  let askAt = 0;

  const clock = new Intl.DateTimeFormat("sv-SE", { timeStyle: "short", timeZone: "Europe/Stockholm" });
  const say = (text) => {
    const place = line.querySelector("span");
    line.hidden = !text;
    if (place.textContent !== text) place.textContent = text;
  };

  const heard = () => {
    const wasLost = isLost;
    heardAt = Date.now();
    isLost = false;
    tries = 0;
    if (!wasLost) return;
    document.body.classList.remove("is-lost");
    say("");
    for (const part of document.querySelectorAll("[data-poll]")) {
      const target = part.getAttribute("hx-target") || part;
      window.htmx.ajax("GET", part.getAttribute("hx-get"), { source: part, target, swap: "innerHTML" }).catch(() => {});
    }
  };

  const lost = () => {
    tries += 1;
    askAt = Date.now() + Math.min(LONGEST_WAIT, 2_500 * 2 ** tries);
    if (isLost) return;
    isLost = true;
    document.body.classList.add("is-lost");
    say(line.dataset.lost.replace("{}", clock.format(window.kontaktvagar.serverTime(heardAt))));
  };

  const ask = () => fetch(strip.getAttribute("hx-get"), {
    headers: { "HX-Request": "true" },
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE / 2),
  }).then((answer) => answer.status < 500, () => false).then((isReached) => {
    (isReached ? heard : lost)();
    return isReached;
  });

  // --- What pages ask by themselves.
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt.matches("[data-poll]")) event.detail.timeout = PATIENCE;
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt } = event.detail;
    const mayAsk = elt === strip && Date.now() >= askAt;
    if (isLost && elt.matches("[data-poll]") && !mayAsk) event.preventDefault();
  });
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { elt, xhr } = event.detail;
    if (xhr.status < 500) heard();
    else if (elt.matches("[data-poll]")) lost();
  });
  for (const failure of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, (event) => {
      lost();
      if (event.detail.elt.matches("form")) say(line.dataset.notSent);
    });
  }
  window.addEventListener("offline", lost);
  window.addEventListener("online", ask);
  for (const waking of ["visibilitychange", "pageshow"]) {
    document.addEventListener(waking, () => {
      if (!document.hidden && Date.now() - heardAt > FRESH) ask();
    });
  }
  setInterval(() => { if (!isLost && Date.now() - heardAt > SILENCE) lost(); }, 1_000);

  // --- A press that would lead to the browser's own page of errors stays here instead, and says so.
  const isSure = () => !isLost && Date.now() - heardAt < FRESH;
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (form.method !== "post" || form.matches("[hx-post]") || submitter?.matches("[hx-post]")) return;
    if (form.dataset.reached || isSure()) {
      delete form.dataset.reached;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.dataset.asking) return; // pressed again meanwhile: it is sent once
    form.dataset.asking = "yes";
    ask().then((isReached) => {
      delete form.dataset.asking;
      if (!isReached) { say(line.dataset.notSent); return; }
      form.dataset.reached = "yes";
      form.requestSubmit(submitter);
    });
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const leads = link && link.origin === window.location.origin && !link.target && !link.hash;
    if (!leads || !isLost || event.defaultPrevented || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    ask().then((isReached) => {
      if (isReached) window.location.assign(link.href);
      else say(line.dataset.notOpened);
    });
  });
})();
