// The console by keyboard. Nothing needs it: without script every page works by its links and forms.
//
// `data-key="x"`     the key that clicks (or, for a field, focuses) this; `?` and Ctrl-K list them all with everything else to press
// `data-row`         a row that j and k go to; Enter follows its link, and the row's own `data-row-key` keys act on it
// `data-answers`     a form of questions: a digit chooses that answer of the question at hand and goes on to the next
// `data-fill`        a button that fills in the answers it carries; the others stay as they are
// `data-live`        the page keeps its numbers fresh from this address; `data-count` names a number
'use strict';
const root = document.documentElement;
const typing = (target) => target.closest('textarea, select, input:not([type=radio]):not([type=checkbox])') !== null;
const isShown = (element) => element.checkVisibility();
const all = (selector, within = document) => [...within.querySelectorAll(selector)].filter(isShown);

// Single keys can be turned off (WCAG 2.2, 2.1.4): a person who speaks to their computer types by accident.
const palette = document.getElementById('palette');
const keysSwitch = document.getElementById('palette-keys');
const hasKeys = () => localStorage.getItem('fyr-keys') !== 'off';
const showKeys = () => root.classList.toggle('keys', hasKeys());

const press = (element) => {
  if (element.matches('textarea, select, input:not([type=radio]):not([type=checkbox])')) return element.focus();
  element.closest('details')?.setAttribute('open', '');
  element.focus();
  element.click();
};
const nameOf = (element) =>
  (
    element.dataset.says ??
    element.getAttribute('aria-label') ??
    element.labels?.[0]?.innerText ??
    element.innerText
  ).trim();

// The palette: what can be pressed on this page, found by typing a part of its name.
const choices = () => {
  const seen = new Set();
  return all('[data-key], main a[href], main button:not([type=hidden]), summary, nav a, .person a').flatMap(
    (element) => {
      const name = nameOf(element);
      const key = element.dataset.key ?? '';
      if (name === '' || seen.has(name + key)) return [];
      seen.add(name + key);
      return [{ element, name, key }];
    },
  );
};
const [query, list] = palette ? [palette.querySelector('input'), palette.querySelector('ul')] : [];
let offered = [];
const offer = () => {
  const wanted = query.value.toLocaleLowerCase().split(/\s+/);
  const fits = ({ name }) => wanted.every((part) => name.toLocaleLowerCase().includes(part));
  const found = offered.filter(fits).toSorted((a, b) => Number(a.key === '') - Number(b.key === ''));
  palette.querySelector('[data-none]').hidden = found.length > 0;
  list.replaceChildren(
    ...found.map(({ element, name, key }) => {
      const row = document.createElement('li');
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'plain';
      const kbd = document.createElement('kbd');
      kbd.textContent = key;
      button.append(name, ...(key === '' ? [] : [kbd]));
      button.addEventListener('click', () => {
        palette.close();
        press(element);
      });
      row.append(button);
      return row;
    }),
  );
};
const openPalette = () => {
  if (!palette || palette.open || lock?.open) return;
  offered = choices();
  query.value = '';
  keysSwitch.checked = hasKeys();
  palette.showModal();
  offer();
  query.focus();
};
if (palette) {
  query.addEventListener('input', offer);
  palette.addEventListener('keydown', (event) => {
    const buttons = [...list.querySelectorAll('button')];
    const at = buttons.indexOf(document.activeElement);
    if (event.key === 'Enter' && event.target === query) buttons[0]?.click();
    else if (event.key === 'ArrowDown') buttons[Math.min(at + 1, buttons.length - 1)]?.focus();
    else if (event.key === 'ArrowUp') (buttons[at - 1] ?? query).focus();
    else return;
    event.preventDefault();
  });
  keysSwitch.addEventListener('change', () => {
    localStorage.setItem('fyr-keys', keysSwitch.checked ? 'on' : 'off');
    showKeys();
  });
  for (const button of document.querySelectorAll('[data-opens-palette]')) {
    button.hidden = false;
    button.addEventListener('click', openPalette);
  }
}

// Rows.
let current = -1;
const rows = () => all('[data-row]');
const goToRow = (step) => {
  const each = rows();
  if (each.length === 0) return;
  each[current]?.classList.remove('at');
  current = Math.max(0, Math.min(each.length - 1, current + step));
  each[current].classList.add('at');
  each[current].scrollIntoView({ block: 'nearest' });
};
const pressInRow = (key) => {
  const row = rows()[current];
  const element =
    key === 'Enter' ? row?.querySelector('a[href]') : row?.querySelector(`[data-row-key="${CSS.escape(key)}"]`);
  if (!element) return false;
  element.click();
  return true;
};

// Questions.
const questions = () => all('[data-answers] [role=radiogroup]');
const isAnswered = (question) => question.querySelector('input:checked') !== null;
const atHand = () => {
  const focused = document.activeElement?.closest('[data-answers] [role=radiogroup]');
  return focused ?? questions().find((question) => !isAnswered(question));
};
const markAtHand = () => {
  for (const question of document.querySelectorAll('[role=radiogroup].at')) question.classList.remove('at');
  if (root.classList.contains('keys')) atHand()?.classList.add('at');
};
const goOn = (question) => {
  const after = questions();
  const next = after.slice(after.indexOf(question) + 1).find((each) => !isAnswered(each));
  const submit = question.closest('form').querySelector('button[type=submit]');
  (next?.querySelector('input') ?? submit)?.focus();
  markAtHand();
};
const answer = (digit) => {
  const question = atHand();
  const choice = question?.querySelectorAll('input[type=radio]')[digit - 1];
  if (!choice) return false;
  choice.click();
  goOn(question);
  return true;
};
const fill = (button) => {
  const form = button.closest('form');
  for (const [name, value] of Object.entries(JSON.parse(button.dataset.fill)))
    form.querySelector(`input[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`)?.click();
  const open = questions().filter((question) => question.closest('form') === form && !isAnswered(question));
  (open[0]?.querySelector('input') ?? form.querySelector('button[type=submit]'))?.focus();
  markAtHand();
};
for (const button of document.querySelectorAll('[data-fill]')) button.addEventListener('click', () => fill(button));
document.addEventListener('focusin', markAtHand);
document.addEventListener('change', markAtHand);

document.addEventListener('keydown', (event) => {
  const { key, target, ctrlKey, metaKey, altKey } = event;
  if (key.toLowerCase() === 'k' && (ctrlKey || metaKey) && !altKey) {
    event.preventDefault();
    return openPalette();
  }
  if (ctrlKey || metaKey || altKey || palette?.open || lock?.open) return;
  if (typing(target)) return key === 'Escape' ? target.blur() : undefined;
  if (!hasKeys()) return;
  const act = () => {
    if (key === '?') return openPalette() ?? true;
    if (key === 'j' || key === 'k') return goToRow(key === 'j' ? 1 : -1) ?? true;
    if (key === 'Enter' && target !== document.body) return false;
    if (pressInRow(key)) return true;
    if (/^[1-9]$/.test(key) && answer(Number(key))) return true;
    const [element] = all(`[data-key="${CSS.escape(key)}"]`);
    return element === undefined ? false : (press(element) ?? true);
  };
  if (act()) event.preventDefault();
});

// What is sent is sent once, and shown to be on its way; without a connection nothing is sent.
const offline = document.getElementById('offline');
const showConnection = () => {
  if (offline) offline.hidden = navigator.onLine;
};
addEventListener('online', showConnection);
addEventListener('offline', showConnection);
// A form that a file answers leaves the page as it is, so that waiting for the next page ends by itself.
const BUSY_MS = 8_000;
document.addEventListener('submit', (event) => {
  if (event.target.method === 'dialog' || event.defaultPrevented) return;
  if (!navigator.onLine || root.classList.contains('busy')) return event.preventDefault();
  root.classList.add('busy');
  setTimeout(() => root.classList.remove('busy'), BUSY_MS);
});
addEventListener('pageshow', ({ persisted }) => {
  root.classList.remove('busy');
  if (!persisted || !lock) return;
  // A page that the browser kept whole and shows again: nobody sees it before the server has said that its session is open.
  root.classList.add('covered');
  void ask('/lock', touchNow);
});

// Live numbers. A page that nobody looks at asks nothing.
const live = document.querySelector('[data-live]');
const refresh = async () => {
  if (document.hidden || !navigator.onLine) return;
  const response = await fetch(live.dataset.live, { headers: { accept: 'application/json' }, redirect: 'error' });
  if (!response.ok) return;
  const { counts, first } = await response.json();
  for (const [name, count] of Object.entries(counts))
    for (const place of document.querySelectorAll(`[data-count="${CSS.escape(name)}"]`)) place.textContent = count;
  const news = document.getElementById('news');
  if (news) news.hidden = String(first) === live.dataset.first;
};
if (live) setInterval(() => void refresh().catch(() => undefined), Number(live.dataset.every));

// A screen that nobody touches covers itself, and after the time in `data-after` its session is locked on the server, which has then no
// key left. The page stays as it is behind the lock, so that nothing typed is lost. What is typed is a sign of somebody there.
const COVER_MS = 5 * 60_000;
const lock = document.getElementById('lock');
const lockMs = Number(lock?.dataset.after);
const presenceMs = Math.min(60_000, lockMs / 4);
let touchedAt = Date.now();
let toldAt = Date.now();
let isAsking = false;
const isLocked = () => lock?.open === true;
const lockPage = () => {
  if (!lock || isLocked()) return;
  palette?.close();
  root.classList.add('covered');
  lock.showModal();
};
const touch = () => {
  if (isLocked()) return;
  // Whoever comes back after the time looks at nothing before the server has said that the session is open.
  if (!lock || Date.now() - touchedAt < lockMs) return touchNow();
  if (isAsking) return;
  isAsking = true;
  void ask('/lock', touchNow).finally(() => (isAsking = false));
};
const touchNow = () => {
  touchedAt = Date.now();
  root.classList.remove('covered');
};
const ask = async (path, then = () => undefined) => {
  const response = await fetch(path, { redirect: 'manual' }).catch(() => undefined);
  if (response?.status === 401) lockPage();
  else if (response?.type === 'opaqueredirect') sayOver();
  else if (response?.ok) then();
};
// What was typed is its person's to copy; a page on which nothing was typed is gone with its session.
const isTyped = (field) =>
  /^(?:checkbox|radio)$/.test(field.type) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
const sayOver = () => {
  lockPage();
  const main = document.querySelector('main');
  if (![...main.querySelectorAll('input:not([type=hidden]), textarea')].some(isTyped)) main.replaceChildren();
  lock.querySelector('form').hidden = true;
  sayProblem(lock.dataset.over);
};
const sayProblem = (text) => {
  const place = lock.querySelector('[role=alert]');
  place.textContent = text ?? '';
  place.hidden = !text;
};
const unlock = async (form) => {
  const response = await fetch('/unlock', {
    ...{ method: 'POST', body: new URLSearchParams(new FormData(form)) },
    headers: { accept: 'application/json' },
  }).catch(() => undefined);
  if (!response) return;
  if (response.status === 410) return sayOver();
  if (!response.ok) return sayProblem((await response.json()).problem);
  form.reset();
  sayProblem();
  lock.close();
  toldAt = Date.now();
  touchNow();
};
lock?.addEventListener('cancel', (event) => event.preventDefault());
lock?.querySelector('form').addEventListener('submit', (event) => {
  event.preventDefault();
  void unlock(event.target);
});
document.getElementById('lock-now')?.addEventListener('submit', (event) => {
  event.preventDefault();
  const body = new URLSearchParams(new FormData(event.target));
  void fetch('/lock', { method: 'POST', body, redirect: 'manual' }).then(lockPage, () => undefined);
});
for (const kind of ['keydown', 'pointerdown', 'pointermove', 'wheel']) addEventListener(kind, touch, { passive: true });
const look = () => {
  const restedMs = Date.now() - touchedAt;
  if (!lock || isLocked()) return;
  if (restedMs >= Math.min(COVER_MS, lockMs)) root.classList.add('covered');
  if (restedMs >= lockMs) return void ask('/lock');
  if (touchedAt <= toldAt || Date.now() - toldAt < presenceMs) return;
  toldAt = Date.now();
  void ask('/presence');
};
setInterval(look, 15_000);

// Passkeys: the options stand in the page, what the browser answers goes back with the form.
const askForPasskey = async (button) => {
  const form = button.closest('form');
  const options = JSON.parse(button.dataset.options);
  const credential =
    button.dataset.passkey === 'get'
      ? await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) })
      : await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
  form.querySelector('input[name=passkey]').value = JSON.stringify(credential);
  form.requestSubmit();
};
if (window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
  for (const note of document.querySelectorAll('.no-passkeys')) note.hidden = true;
  for (const button of document.querySelectorAll('[data-passkey]')) {
    const problem = button.closest('form').querySelector('[data-passkey-failed]');
    button.hidden = false;
    button.addEventListener('click', () => {
      problem.hidden = true;
      askForPasskey(button).catch(() => {
        problem.textContent = problem.dataset.passkeyFailed;
        problem.hidden = false;
      });
    });
  }
}

showKeys();
showConnection();
markAtHand();
