// The round of a team on a phone. A tick is written to the phone first and leaves it only when the
// server says that it is in the store: a connection that drops, or a page that is loaded anew,
// loses none. All words and stops come from the server and are set as text, never as markup.
const UNDO_MS = 6000;
// Longer than the server waits for its store: else each try would begin before the last one ended.
const RETRY_MS = 25000;
const PREFIX = "hotspotkaart-ronde-";
const rounds = new WeakMap();

export default function ({ data, parentElement, setStateValue }) {
  let round = rounds.get(parentElement);
  if (!round || round.name !== data.name) {
    round?.stop();
    round = new Round(parentElement.querySelector(".round"), data.name);
    rounds.set(parentElement, round);
  }
  round.take(data, (ticks) => setStateValue("ticks", ticks));
  return () => round.stop();
}

class Round {
  constructor(root, name) {
    this.root = root;
    this.name = name;
    this.shelf = new Shelf(`${PREFIX}${name}-`);
    this.open = null;
    this.clock = setInterval(() => this.showTimers(), 1000);
    this.retry = setInterval(() => this.send(), RETRY_MS);
    this.news = () => {
      this.send();
      this.show();
    };
    // Whoever puts the phone away has made up his mind: what can be sent goes now.
    this.away = () => document.hidden && this.send({ atOnce: true });
    this.app = document.querySelector("[data-testid=stApp]");
    this.watch = new MutationObserver(this.news);
    this.watch.observe(this.app, {
      attributes: true,
      attributeFilter: ["data-test-connection-state"],
    });
    // The app's own notice would lie over the buttons; the round says it itself, and goes on.
    this.notices = new MutationObserver(closeNotice);
    this.notices.observe(document.body, { childList: true, subtree: true });
    for (const event of ["online", "offline"]) window.addEventListener(event, this.news);
    document.addEventListener("visibilitychange", this.away);
  }

  stop() {
    clearInterval(this.clock);
    clearInterval(this.retry);
    clearTimeout(this.later);
    this.watch.disconnect();
    this.notices.disconnect();
    for (const event of ["online", "offline"]) window.removeEventListener(event, this.news);
    document.removeEventListener("visibilitychange", this.away);
  }

  take(data, post) {
    const isOther = this.data?.version !== data.version;
    this.data = data;
    this.post = post;
    data.kept.forEach((id) => this.shelf.drop(id));
    data.refused.forEach((id) => this.shelf.drop(id));
    if (isOther) this.build();
    this.open ??= this.findNext();
    this.show();
    this.plan();
  }

  get isConnected() {
    return navigator.onLine && this.app.dataset.testConnectionState === "CONNECTED";
  }

  // What the store holds, and what is on its way there, in the order of ticking.
  get ticks() {
    const ours = this.shelf.list().filter((tick) => tick.version === this.data.version);
    return [...this.data.ticks, ...ours].sort((one, other) => one.at - other.at);
  }

  ticksOf(stop) {
    return this.ticks.filter((tick) => tick.stop === stop);
  }

  findNext() {
    const visited = new Set(this.ticks.map((tick) => tick.stop));
    const left = new Set(
      this.ticks.filter((tick) => tick.kind === "left").map((tick) => tick.stop),
    );
    const stops = this.data.stops.map((stop) => stop.stop);
    return (
      stops.find((stop) => visited.has(stop) && !left.has(stop)) ??
      stops.find((stop) => !visited.has(stop)) ??
      null
    );
  }

  tick(stop, kind, finding = null) {
    const { version, team } = this.data;
    this.shelf.put({ id: makeId(), version, team, stop, kind, finding, at: Date.now() });
    if (kind === "left") {
      this.open = this.findNext();
      this.show();
      this.parts.get(this.open)?.head.focus();
    }
    this.show();
    this.plan();
  }

  undo(tick) {
    this.shelf.drop(tick.id);
    this.show();
    this.parts.get(tick.stop).head.focus();
  }

  // A tick can be taken back for a few seconds; then it is sent, and stays.
  plan() {
    clearTimeout(this.later);
    const ages = this.shelf.list().map((tick) => Date.now() - tick.at);
    const waiting = ages.filter((age) => age >= 0 && age < UNDO_MS);
    if (waiting.length < ages.length) this.send();
    if (waiting.length) {
      this.later = setTimeout(() => {
        this.show();
        this.plan();
      }, UNDO_MS - Math.max(...waiting));
    }
  }

  send({ atOnce = false } = {}) {
    const due = this.shelf.list().filter((tick) => atOnce || !canUndo(tick));
    if (due.length && this.isConnected) this.post(due);
  }

  build() {
    const { words, stops } = this.data;
    this.root.replaceChildren();
    this.status = add(this.root, "p", "status");
    this.status.setAttribute("role", "status");
    const progress = add(this.root, "div", "progress");
    this.count = add(progress, "b");
    this.bar = add(progress, "progress");
    this.bar.max = stops.length;
    const list = add(this.root, "ol");
    list.setAttribute("aria-label", words.stops);
    this.parts = new Map(stops.map((stop) => [stop.stop, this.buildStop(list, stop)]));
    this.open = null;
  }

  buildStop(list, stop) {
    const item = add(list, "li");
    const head = add(add(item, "h2"), "button", "stop");
    head.type = "button";
    add(head, "span", "number", stop.stop);
    const names = add(head, "span");
    add(names, "span", "name", stop.label);
    add(names, "span", "where", stop.area);
    const times = add(head, "span");
    add(times, "span", "time", stop.time);
    const state = add(times, "span", "state");
    const body = add(item, "div", "body");
    body.id = `round-${this.name}-${stop.stop}`;
    head.setAttribute("aria-controls", body.id);
    head.onclick = () => {
      this.open = this.open === stop.stop ? null : stop.stop;
      this.show();
    };
    if (stop.why) add(body, "p", "why", stop.why);
    if (stop.contact) {
      add(body, "p", "why", fill(this.data.words.contact, { contact: stop.contact }));
    }
    const timer = add(body, "p", "timer");
    timer.setAttribute("role", "timer");
    const part = { stop, item, head, state, body, timer };
    this.buildButtons(part);
    part.log = add(body, "ul");
    this.buildMap(part);
    return part;
  }

  buildButtons(part) {
    const { kinds, findings, words } = this.data;
    const row = add(part.body, "div", "kinds");
    part.buttons = new Map(
      Object.entries(kinds).map(([kind, label]) => [kind, addButton(row, label)]),
    );
    const choice = add(part.body, "fieldset", "findings");
    choice.hidden = true;
    add(choice, "legend", "", words.what);
    for (const [kind, button] of part.buttons) {
      button.onclick = () => this.tick(part.stop.stop, kind);
    }
    const particular = part.buttons.get("particular");
    const toggle = (isShown) => {
      choice.hidden = !isShown;
      particular.setAttribute("aria-expanded", isShown);
    };
    toggle(false);
    particular.onclick = () => toggle(choice.hidden);
    for (const [finding, label] of Object.entries(findings)) {
      addButton(choice, label).onclick = () => {
        this.tick(part.stop.stop, "particular", finding);
        toggle(false);
        particular.focus();
      };
    }
    add(choice, "p", "note", words.no_names);
  }

  buildMap({ stop, body }) {
    const { words } = this.data;
    const place = `${stop.latitude.toFixed(5)},${stop.longitude.toFixed(5)}`;
    const link = add(body, "a", "map", words.map);
    const label = encodeURIComponent(`${stop.stop}. ${stop.label}`);
    // Telephones of Apple know no geo: links.
    const isApple = /iPad|iPhone|iPod/.test(navigator.userAgent);
    link.href = isApple ? `maps:?ll=${place}&q=${label}` : `geo:${place}?q=${place}(${label})`;
    const other = add(body, "div", "place");
    const text = add(other, "span", "", words.place);
    add(text, "b", "", place.replace(",", ", "));
    // Browsers copy on a safe connection only.
    if (!navigator.clipboard) return;
    const copy = addButton(other, words.copy);
    copy.onclick = async () => {
      await navigator.clipboard.writeText(place);
      copy.textContent = words.copied;
    };
  }

  show() {
    if (!this.data) return;
    const { words, stops } = this.data;
    const visited = new Set(this.ticks.map((tick) => tick.stop)).size;
    this.count.textContent = fill(words.progress, { done: visited, all: stops.length });
    this.bar.value = visited;
    this.bar.setAttribute("aria-label", this.count.textContent);
    this.showStatus();
    const next = this.findNext();
    for (const part of this.parts.values()) this.showStop(part, next);
    this.showTimers();
  }

  showStatus() {
    const { words, refused } = this.data;
    const count = this.shelf.list().length;
    const number = ["", "_one"][count] ?? "_many";
    const state = this.isConnected ? (count ? `saving${number}` : "saved") : `offline${number}`;
    const texts = [fill(words[state], { count })];
    if (refused.length) texts.push(words.refused);
    if (!this.shelf.isKept) texts.push(words.no_storage);
    if (this.findNext() === null) texts.push(words.finished);
    const text = texts.join(" ");
    // Set only when it changes: it is read out each time.
    if (this.status.textContent !== text) this.status.textContent = text;
    this.status.classList.toggle("away", !this.isConnected || !this.shelf.isKept);
  }

  showStop(part, next) {
    const { words } = this.data;
    const ticks = this.ticksOf(part.stop.stop);
    const has = (kind) => ticks.some((tick) => tick.kind === kind);
    const isOpen = this.open === part.stop.stop;
    part.item.classList.toggle("open", isOpen);
    part.item.classList.toggle("done", has("left"));
    part.head.setAttribute("aria-expanded", isOpen);
    part.body.hidden = !isOpen;
    const isHere = ticks.length && !has("left");
    part.state.textContent = has("left")
      ? words.done
      : isHere
        ? words.here
        : part.stop.stop === next
          ? words.next
          : "";
    for (const [kind, button] of part.buttons) {
      button.disabled = kind !== "particular" && has(kind);
      button.classList.toggle("main", kind === (has("arrived") ? "left" : "arrived"));
    }
    this.showLog(part, ticks);
  }

  showLog(part, ticks) {
    const told = ticks.map((tick) => ({
      tick,
      text: this.sayTick(tick),
      isNew: this.shelf.has(tick.id) && canUndo(tick),
    }));
    const text = told.map((line) => `${line.text}${line.isNew}`).join("\n");
    if (part.told === text) return;
    part.told = text;
    part.log.replaceChildren();
    for (const line of told) {
      const item = add(part.log, "li");
      add(item, "span", "", line.text);
      if (line.isNew) addButton(item, this.data.words.undo).onclick = () => this.undo(line.tick);
    }
  }

  sayTick({ at, kind, finding }) {
    const { kinds, findings, timezone } = this.data;
    const what = finding ? `${kinds[kind]}: ${findings[finding]}` : kinds[kind];
    return `${sayClock(at, timezone)} ${what}`;
  }

  showTimers() {
    if (!this.data) return;
    for (const { stop, timer } of this.parts.values()) {
      const ticks = this.ticksOf(stop.stop);
      const arrived = ticks.find((tick) => tick.kind === "arrived");
      const left = ticks.find((tick) => tick.kind === "left");
      timer.textContent = this.sayTimer(stop, arrived, left);
      const spent = arrived && !left ? Date.now() - arrived.at : 0;
      timer.classList.toggle("enough", spent >= stop.minutes * 60000);
    }
  }

  sayTimer(stop, arrived, left) {
    const { words } = this.data;
    if (!arrived) return fill(words.stay, { planned: stop.planned });
    const spent = Math.max(0, (left ? left.at : Date.now()) - arrived.at);
    const seconds = Math.floor(spent / 1000);
    const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    const isEnough = !left && spent >= stop.minutes * 60000;
    return fill(isEnough ? words.enough : words.timer, { time, planned: stop.planned });
  }
}

// The ticks that this phone holds, each under a name of its own, so that two windows of one round
// do not write over each other. A browser that keeps nothing holds them as long as it is open.
class Shelf {
  constructor(prefix) {
    this.prefix = prefix;
    this.memory = new Map();
    this.isKept = true;
    try {
      localStorage.setItem(`${prefix}proef`, "");
      localStorage.removeItem(`${prefix}proef`);
    } catch {
      this.isKept = false;
    }
  }

  put(tick) {
    this.memory.set(tick.id, tick);
    try {
      localStorage.setItem(this.prefix + tick.id, JSON.stringify(tick));
    } catch {
      this.isKept = false;
    }
  }

  drop(id) {
    this.memory.delete(id);
    if (this.isKept) localStorage.removeItem(this.prefix + id);
  }

  has(id) {
    return this.list().some((tick) => tick.id === id);
  }

  list() {
    const found = new Map(this.memory);
    for (const name of this.isKept ? Object.keys(localStorage) : []) {
      if (!name.startsWith(this.prefix)) continue;
      const tick = readTick(localStorage.getItem(name));
      if (tick) found.set(tick.id, tick);
    }
    return [...found.values()].sort((one, other) => one.at - other.at);
  }
}

function readTick(text) {
  try {
    const tick = JSON.parse(text);
    return tick?.id && Number.isFinite(tick.at) ? tick : null;
  } catch {
    return null;
  }
}

function canUndo(tick) {
  const age = Date.now() - tick.at;
  return age >= 0 && age < UNDO_MS;
}

// randomUUID is there on safe connections only.
function makeId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// Both names: `dutch.js` may have been there first.
function closeNotice() {
  for (const notice of document.querySelectorAll("[role=dialog]")) {
    const title = notice.querySelector("[slot=title]")?.textContent.trim();
    if (["Connection error", "Geen verbinding"].includes(title)) {
      notice.querySelector("button")?.click();
    }
  }
}

function sayClock(at, timeZone) {
  const looks = { hour: "2-digit", minute: "2-digit", timeZone };
  return new Date(at).toLocaleTimeString("nl-NL", looks);
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function add(parent, tag, name = "", text = "") {
  const element = parent.appendChild(document.createElement(tag));
  if (name) element.className = name;
  element.textContent = text;
  return element;
}

function addButton(parent, label) {
  const button = add(parent, "button", "", label);
  button.type = "button";
  return button;
}
