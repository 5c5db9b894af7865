// Adds what plain HTML cannot do to an episode's page: big buttons, speed, chapters that seek, the sentence being read,
// and "carry on where you stopped". Without this file the page plays, downloads and reads all the same.
// Nothing here moves the focus, starts by itself, catches single keys, or speaks through aria-live.
"use strict";
(() => {
  const audio = document.querySelector("#player audio");
  const player = document.getElementById("player");
  if (!audio || !player) return;

  const make = (tag, text, more) => Object.assign(document.createElement(tag), { textContent: text }, more);
  const row = () => {
    const box = make("div", "", { className: "controls" });
    player.append(box);
    return box;
  };
  const button = (box, text, act) => {
    const made = make("button", text, { type: "button" });
    made.addEventListener("click", act);
    box.append(made);
    return made;
  };
  const seek = (seconds) => {
    const end = Number.isFinite(audio.duration) ? audio.duration : Infinity;
    audio.currentTime = Math.min(Math.max(seconds, 0), end);
  };
  const play = () => audio.play().catch(() => {}); // the browser shows its own message on the player

  // Chapters: the links seek in this player instead of opening the file.
  const links = [...document.querySelectorAll("[data-seek]")];
  const starts = links.map((link) => Number(link.dataset.seek) / 1000);
  links.forEach((link, number) => {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      seek(starts[number]);
      play();
    });
  });

  // Big buttons.
  const jumps = row();
  button(jumps, "Back 15 seconds", () => seek(audio.currentTime - 15));
  button(jumps, "Forward 15 seconds", () => seek(audio.currentTime + 15));
  if (starts.length > 1) {
    button(jumps, "Previous section", () => {
      const past = starts.filter((start) => start < audio.currentTime - 2);
      seek(past.length ? past[past.length - 1] : 0);
    });
    button(jumps, "Next section", () => {
      const next = starts.find((start) => start > audio.currentTime + 0.25);
      if (next !== undefined) seek(next);
    });
  }

  // Speed, remembered on this device.
  const memory = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* private window: nothing is kept */ } },
  };
  const settings = row();
  const label = make("label", "Speed ");
  const speed = document.createElement("select");
  for (const rate of [0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3]) {
    speed.append(make("option", rate === 1 ? "1 (normal)" : String(rate), { value: String(rate) }));
  }
  const kept = memory.get("audioblog:speed");
  speed.value = [...speed.options].some((option) => option.value === kept) ? kept : "1";
  const setSpeed = () => {
    audio.defaultPlaybackRate = audio.playbackRate = Number(speed.value);
  };
  speed.addEventListener("change", () => {
    setSpeed();
    memory.set("audioblog:speed", speed.value);
  });
  setSpeed();
  label.append(speed);
  settings.append(label);

  // The sentence being read: only its class changes.
  const pieces = [...document.querySelectorAll("[data-t]")].map((element) => {
    const [start, end] = element.dataset.t.split("-").map((ms) => Number(ms) / 1000);
    return { element, start, end };
  });
  let shown = [];
  let follow = false;
  const highlight = () => {
    const now = audio.currentTime;
    const current = pieces.filter((piece) => piece.start <= now && now < piece.end).map((piece) => piece.element);
    if (current.length === shown.length && current.every((element, place) => element === shown[place])) return;
    shown.forEach((element) => element.classList.remove("now"));
    current.forEach((element) => element.classList.add("now"));
    if (follow && current.length) {
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      current[0].scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
    }
    shown = current;
  };
  audio.addEventListener("timeupdate", highlight);
  audio.addEventListener("seeked", highlight);
  if (pieces.length) {
    const box = make("label", "");
    const tick = make("input", "", { type: "checkbox" });
    tick.addEventListener("change", () => { follow = tick.checked; });
    box.append(tick, "Scroll to the words being read");
    settings.append(box);
  }

  // "Play from here" after each part of the text: off unless asked for, because it adds a stop for every part.
  const parts = [...document.querySelectorAll("#transcript :is(p, li, h3, h4, h5, h6)")]
    .map((element) => ({ element, first: element.querySelector("[data-t]") }))
    .filter(({ element, first }) => first && first.closest("p, li, h3, h4, h5, h6") === element);
  if (parts.length) {
    const box = make("label", "");
    const tick = make("input", "", { type: "checkbox" });
    tick.addEventListener("change", () => {
      document.querySelectorAll(".from-here").forEach((made) => made.remove());
      if (!tick.checked) return;
      for (const { element, first } of parts) {
        const made = make("button", "Play from here", { type: "button", className: "from-here" });
        made.setAttribute("aria-label", `Play from here: ${first.textContent.trim().slice(0, 60)}`);
        made.addEventListener("click", () => {
          seek(Number(first.dataset.t.split("-")[0]) / 1000);
          play();
        });
        // Beside a heading and not in it, so that its name stays as it is; before a list within a list.
        if (/^H/.test(element.tagName)) element.after(made);
        else element.insertBefore(made, element.querySelector(":scope > ul, :scope > ol"));
      }
    });
    box.append(tick, "Show “Play from here” buttons in the text");
    settings.append(box);
  }

  // Carry on where this device stopped.
  const place = `audioblog:place:${audio.getAttribute("src")}`;
  const stopped = Number(memory.get(place));
  const words = (seconds) => {
    const minutes = Math.floor(seconds / 60);
    const rest = Math.floor(seconds % 60);
    return [[minutes, "minute"], [rest, "second"]].filter(([count]) => count)
      .map(([count, unit]) => `${count} ${unit}${count === 1 ? "" : "s"}`).join(" ");
  };
  if (stopped > 10) {
    const made = button(row(), `Carry on from ${words(stopped)}`, () => {
      seek(stopped);
      play();
    });
    audio.addEventListener("play", () => { made.parentElement.hidden = made !== document.activeElement; }, { once: true });
  }
  const remember = () => {
    const over = Number.isFinite(audio.duration) && audio.currentTime > audio.duration - 10;
    memory.set(place, over ? "0" : String(Math.floor(audio.currentTime)));
  };
  audio.addEventListener("pause", remember);
  addEventListener("pagehide", () => { if (audio.currentTime > 0) remember(); });
})();
