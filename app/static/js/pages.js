// The little that pages need beyond htmx. Every page works without it.
(() => {
  "use strict";

  const known = new Map(); // polled place → ETag of what it shows
  const plainTitle = document.title;
  const words = document.documentElement.lang === "en" ? { left: "left", over: "time is up" } : { left: "kvar", over: "tiden är ute" };
  const serverNow = Date.parse(document.body.dataset.serverNow || "");
  const skew = Number.isNaN(serverNow) ? 0 : serverNow - Date.now();
  let held = null; // what is being pressed just now
  window.kontaktvagar = { serverTime: (at) => at + skew, pressed: () => held };

  // --- Polled parts: ask with the ETag, so that nothing is drawn again while nothing has changed.
  document.addEventListener("htmx:configRequest", (event) => {
    const { elt, target, headers } = event.detail;
    if (elt.matches("[data-poll]") && known.has(target)) {
      headers["If-None-Match"] = known.get(target);
    }
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, target } = event.detail;
    // Never swap the page away under a finger or a pen: wait for the next round.
    if (elt.matches("[data-poll]") && held && target.contains(held)) {
      event.preventDefault();
    }
  });

  // The element that asked lies in what it has replaced: afterwards only the request knows it.
  document.addEventListener("htmx:afterRequest", (event) => {
    const { requestConfig, target, xhr } = event.detail;
    const tag = xhr && xhr.getResponseHeader("ETag");
    if (tag && xhr.status === 200 && requestConfig.elt.matches("[data-poll]")) known.set(target, tag);
  });

  // What somebody else puts there – the answer to a press, however late it comes – has no ETag: it
  // would stand until something changes, if the next round still said what it knew before.
  document.addEventListener("htmx:afterSwap", (event) => {
    const { target, requestConfig } = event.detail;
    if (requestConfig.elt.matches("[data-poll]")) return;
    for (const place of known.keys()) {
      if (!place.isConnected || place.contains(target) || target.contains(place)) known.delete(place);
    }
  });

  // --- What is drawn anew keeps what somebody has unfolded, and the keyboard where it was.
  const spoken = (one) => `${one.tagName} ${one.textContent.trim()}`;
  const kept = new Map(); // place → what was folded by hand in it, and what had the keyboard
  document.addEventListener("click", (event) => {
    const summary = event.target.closest("summary");
    if (summary) summary.parentElement.dataset.byHand = "yes";
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, shouldSwap } = event.detail;
    if (!shouldSwap) return;
    const focused = target.contains(document.activeElement) ? document.activeElement : null;
    kept.set(target, {
      folded: new Map([...target.querySelectorAll("details[id][data-by-hand]")].map((one) => [one.id, one.open])),
      focused: focused && { id: focused.id, spoken: spoken(focused) },
    });
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const { target } = event.detail;
    const before = kept.get(target);
    if (!before) return;
    kept.delete(target);
    // Only what a hand has touched: else what the server unfolds because it matters now would stay shut.
    for (const one of target.querySelectorAll("details[id]")) {
      if (!before.folded.has(one.id)) continue;
      one.open = before.folded.get(one.id);
      one.dataset.byHand = "yes";
    }
    if (!before.focused || document.activeElement !== document.body) return;
    const same = (before.focused.id && document.getElementById(before.focused.id))
      || [...target.querySelectorAll("a[href], button, summary")]
        .find((one) => spoken(one) === before.focused.spoken);
    const title = target.querySelector("[data-announce]") || target;
    if (!same) title.tabIndex = -1;
    (same || title).focus({ preventScroll: true });
  });

  // What was said of a press goes when the page has gone on: what to do next may be something else.
  const stateShown = () => {
    const news = document.querySelector("[data-announce]");
    return news ? news.textContent.trim() : "";
  };
  let stoodAt = stateShown();
  document.addEventListener("htmx:afterSwap", () => {
    const stands = stateShown();
    if (stands === stoodAt) return;
    stoodAt = stands;
    for (const said of document.querySelectorAll("[data-said]:not(.notice--danger)")) said.remove();
  });

  // The receipt in view is of what was done before, until that of a press on its way has come: it
  // cannot be pressed meanwhile, or Ångra would mean something else than was just read.
  const holdReceipts = (isHeld) => {
    for (const one of document.querySelectorAll(".strip__item--done")) one.inert = isHeld;
  };
  const isPress = ({ detail, target }) => detail.requestConfig.verb !== "get" && !target.matches("[data-saves]");
  document.addEventListener("htmx:beforeRequest", (event) => { if (isPress(event)) holdReceipts(true); });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { xhr } = event.detail;
    const bringsItsOwn = xhr && (xhr.getResponseHeader("HX-Trigger") || "").includes("acted");
    const isStrip = event.target.id === "just-nu";
    if (isStrip || (isPress(event) && !bringsItsOwn)) holdReceipts(false);
  });

  // What one tells is unfolded while somebody is sought; when they talk it is decided instead.
  document.addEventListener("htmx:afterSwap", () => {
    const telling = document.querySelector("details.sbar-write");
    const place = document.querySelector("#live > [data-phase]");
    const isSeeking = !place || place.dataset.phase === "soker";
    const isTouched = telling && (telling.dataset.byHand || telling.contains(document.activeElement));
    if (telling && !isSeeking && !isTouched) telling.open = false;
  });

  document.addEventListener("pointerdown", (event) => { held = event.target; });
  for (const over of ["pointerup", "pointercancel"]) {
    document.addEventListener(over, () => { setTimeout(() => { held = null; }, 300); });
  }

  // --- What has changed is said once, in a place that never goes away.
  const announce = () => {
    const place = document.getElementById("announcement");
    const text = stateShown();
    if (place && place.textContent !== text) place.textContent = text;
  };

  // What became of the press that led here is said as well.
  window.addEventListener("load", () => {
    const said = document.querySelector("[data-said]");
    if (said) setTimeout(() => { document.getElementById("announcement").textContent = said.textContent.trim(); }, 300);
  });

  const badge = () => {
    const counter = document.querySelector("[data-badge]");
    const count = counter ? Number(counter.dataset.badge) : 0;
    document.title = count ? `(${count}) ${plainTitle}` : plainTitle;
  };

  // --- How long it has rung and how long is left, by the server's clock.
  const span = (seconds) => {
    const whole = Math.max(0, Math.floor(seconds));
    if (whole < 60) return `${whole} s`;
    const minutes = Math.floor(whole / 60);
    return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  };
  const write = (place, text) => { if (place.textContent !== text) place.textContent = text; };
  const tick = () => {
    const now = Date.now() + skew;
    for (const bar of document.querySelectorAll("progress[data-from]")) {
      const from = Date.parse(bar.dataset.from);
      bar.value = Math.max(0, Math.min(bar.max, (now - from) / 1000));
    }
    for (const place of document.querySelectorAll("[data-since]")) {
      write(place, span((now - Date.parse(place.dataset.since)) / 1000));
    }
    for (const place of document.querySelectorAll("[data-left]")) {
      const left = (Date.parse(place.dataset.left) - now) / 1000;
      write(place, left > 0 ? `${span(left)} ${words.left}` : words.over);
    }
  };

  // --- Signed out meanwhile: what asks for itself goes to the sign-in page, but never away from what
  // is typed. That page stays, says so, and goes on when one has signed in beside it.
  const signedOut = document.getElementById("utloggad");
  const isTyped = () => document.querySelector("main [aria-invalid=true]") !== null
    || [...document.querySelectorAll("main textarea, main input:not([type=hidden], [type=search])")]
      .some((field) => field === document.activeElement || field.value !== field.defaultValue
        || field.checked !== field.defaultChecked);
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { elt, xhr } = event.detail;
    if (!signedOut) return;
    if (xhr.status !== 401) signedOut.hidden = signedOut.hidden || xhr.status < 400;
    else if (elt.matches("[data-poll], [hx-trigger^=every]") && !isTyped()) {
      window.location.assign(signedOut.querySelector("a").href);
    } else signedOut.hidden = false;
  });

  // --- A list to put beside the phone.
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // --- The account menu closes like a menu.
  document.addEventListener("click", (event) => {
    const menu = document.querySelector(".user-menu[open]");
    if (menu && !menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const menu = document.querySelector(".user-menu[open]");
    if (menu && event.key === "Escape") {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  document.addEventListener("htmx:afterSwap", () => { announce(); badge(); tick(); });
  badge();
  tick();
  setInterval(tick, 250);
})();
