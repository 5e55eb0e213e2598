// The little that pages need beyond htmx. Every page works without it.
(() => {
  "use strict";

  const known = new Map(); // polled place → ETag of what it shows
  const plainTitle = document.title;
  const serverNow = Date.parse(document.body.dataset.serverNow || "");
  const skew = Number.isNaN(serverNow) ? 0 : serverNow - Date.now();
  window.kontaktvagar = { serverTime: (at) => at + skew };

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

  // What one tells is unfolded while somebody is sought; when they talk it is decided instead.
  document.addEventListener("htmx:afterSwap", () => {
    const telling = document.querySelector("details.sbar-write");
    const place = document.querySelector("#live > [data-phase]");
    const isSeeking = !place || place.dataset.phase === "soker";
    const isTouched = telling && (telling.dataset.byHand || telling.contains(document.activeElement));
    if (telling && !isSeeking && !isTouched) telling.open = false;
  });

  let held = null; // what is being pressed just now
  document.addEventListener("pointerdown", (event) => { held = event.target; });
  for (const over of ["pointerup", "pointercancel"]) {
    document.addEventListener(over, () => { setTimeout(() => { held = null; }, 300); });
  }

  // --- What has changed is said once, in a place that never goes away.
  const announce = () => {
    const place = document.getElementById("announcement");
    const news = document.querySelector("[data-announce]");
    const text = news ? news.textContent.trim() : "";
    if (place && place.textContent !== text) place.textContent = text;
  };

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
      write(place, left > 0 ? `${span(left)} kvar` : "tiden är ute");
    }
  };

  // --- One tap is one call: a form marked so is sent once. Enter in the search opens the first hit.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-once]")) {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
    }
    const field = form.querySelector("[data-enter]");
    const sure = field && field.value && document.querySelector(field.dataset.enter);
    // What is shown may still be for what was typed before.
    const first = sure && sure.closest("[data-for]").dataset.for === field.value.trim() && sure;
    if (first) {
      event.preventDefault();
      first.click();
    }
  });
  // What was typed before htmx had come, or stands there again after "back", is looked for, or saved.
  window.addEventListener("load", () => {
    for (const field of document.querySelectorAll("input[type=search][hx-post]")) {
      if (field.value !== field.defaultValue) field.dispatchEvent(new Event("search"));
    }
    for (const field of document.querySelectorAll("form[data-saves] textarea")) {
      if (field.value !== field.defaultValue) window.htmx.trigger(field.form, "change");
    }
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // --- What is chosen or typed in a form while it is asked for anew stays in it.
  const standing = (form) => new Map([...form.elements]
    .filter((one) => one.name && !["hidden", "submit"].includes(one.type))
    .map((one) => (one.matches("[type=radio], [type=checkbox]")
      ? [`${one.name}=${one.value}`, one.checked] : [one.name, one.value])));
  const asked = new WeakMap(); // answer to come → what stood in the form when it was asked for
  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, target, xhr } = event.detail;
    const form = elt.closest("form[data-draft]");
    if (form && target.contains(form)) asked.set(xhr, standing(form));
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target } = event.detail;
    const before = asked.get(xhr);
    const form = before && target.querySelector("form[data-draft]");
    if (!form) return;
    const changed = [...standing(form)].filter(([name, now]) => before.get(name) !== now);
    // A finger that is down on a choice has chosen it: where it is lifted there is another element.
    const pressed = held && form.contains(held) && held.closest("label.choice");
    const choice = pressed && pressed.querySelector("input");
    if (choice) changed.push([`${choice.name}=${choice.value}`, true]);
    asked.set(xhr, changed);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const changed = asked.get(event.detail.xhr);
    if (!Array.isArray(changed)) return;
    for (const [name, now] of changed) {
      for (const one of event.detail.target.querySelector("form[data-draft]").elements) {
        if (`${one.name}=${one.value}` === name) one.checked = now;
        else if (one.name === name) one.value = now;
      }
    }
  });

  // --- Fields one after the other: Enter goes on to the next, Shift+Enter makes a new line.
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!field.matches("textarea[data-next]") || event.key !== "Enter") return;
    if (event.shiftKey || event.isComposing) return;
    event.preventDefault();
    const fields = [...document.querySelectorAll("textarea[data-next]")];
    const next = fields[fields.indexOf(field) + 1];
    if (next) next.focus();
    else field.blur();
  });

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

  // --- A form that got no answer stays and says so. What saves itself tries again, the rest waits
  // for another press.
  for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(failure, (event) => {
      const form = event.detail.elt;
      const { xhr } = event.detail;
      if (!form.matches("[data-failed]") || (xhr && [409, 422].includes(xhr.status))) return;
      const why = signedOut && xhr && xhr.status === 401 ? signedOut : form;
      form.querySelector("[role=status]").textContent = why.dataset.failed;
      if (!form.matches("[data-saves]")) return;
      setTimeout(() => window.htmx.trigger(form, "submit"), 3000);
    });
  }
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.detail.elt;
    if (form.matches("form[data-failed]:not([data-saves])")) {
      form.querySelector("[role=status]").textContent = "";
    }
  });

  // --- What is typed before the call outlives a reload of its page, in this tab, and nothing else.
  const drafts = (act) => { try { return act(window.sessionStorage); } catch { return null; } };
  const draftOf = (form) => `draft ${form.dataset.draft}`;
  const restoreDrafts = () => {
    for (const form of document.querySelectorAll("form[data-draft]")) {
      const typed = JSON.parse(drafts((kept) => kept.getItem(draftOf(form))) || "{}");
      for (const field of form.querySelectorAll("textarea")) {
        if (!field.value && typed[field.name]) field.value = typed[field.name];
      }
    }
    if (!document.querySelector("form[data-draft]")) {
      drafts((kept) => Object.keys(kept).filter((key) => key.startsWith("draft "))
        .forEach((key) => kept.removeItem(key)));
    }
  };
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-draft]");
    if (!form) return;
    const typed = {};
    for (const field of form.querySelectorAll("textarea")) typed[field.name] = field.value;
    drafts((kept) => kept.setItem(draftOf(form), JSON.stringify(typed)));
  });
  restoreDrafts();

  // --- A number is moved by a tap beside it; without script it is typed.
  for (const step of document.querySelectorAll("[data-step]")) step.hidden = false;
  document.addEventListener("click", (event) => {
    const step = event.target.closest("[data-step]");
    const field = step && document.getElementById(step.dataset.stepFor);
    if (!field) return;
    const wanted = (Number.parseInt(field.value, 10) || 0) + Number(step.dataset.step);
    field.value = Math.min(Number(field.max), Math.max(Number(field.min), wanted));
    document.getElementById("announcement").textContent = field.value;
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
