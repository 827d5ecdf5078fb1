// The keyboard of the staff site: the palette, by which one goes anywhere, and keys for lists and for a case.
// Every page does all of it without this script too, by links and forms.

const REMEMBERED = 'moothall-single-keys';
const GO_WITHIN = 1500;
const LINES = '.queue__link, .lines > li';
const LISTS = { q: '/staff/', m: '/staff/?view=mine', u: '/staff/?view=unassigned' };
const VERBS = { r: 'reply', t: 'take', a: 'assign', c: 'close' };
const KEYS = [
  ['Anywhere', [['Ctrl K', 'Find a case, a list or a page'], ['/', 'The same'], ['?', 'These keys'], ['g q', 'Go to the queue'], ['g m', 'Go to my cases'], ['g u', 'Go to unassigned cases']]],
  ['In a list', [['j', 'Next line'], ['k', 'Line before'], ['o', 'Open it; so does Enter']]],
  ['On a board', [['Tab', 'To the next Move'], ['Enter', 'Open its columns; arrows choose, Esc closes']]],
  ['In the field of Ctrl K', [['1', 'to 8: the case with this figure'], ['Enter', 'Go there; arrows choose, Esc closes']]],
  ['On a case', [['n', 'Write a note'], ['r', 'Write to the reporter'], ['t', 'Take it'], ['a', 'Give it to somebody'], ['c', 'Close it'], ['j k', 'Through its story'], ['[ ]', 'The case before and the next of the list']]],
];
const address = document.body.dataset.palette;

const remembered = () => {
  try {
    return localStorage.getItem(REMEMBERED) !== 'off';
  } catch {
    return true;
  }
};
let single = remembered();

function choose(on) {
  single = on;
  try {
    localStorage.setItem(REMEMBERED, on ? 'on' : 'off');
  } catch {
    // A browser that keeps nothing: the choice holds on this page.
  }
}

function made(tag, className, text = '', more = {}) {
  const one = document.createElement(tag);
  one.className = className;
  one.textContent = text;
  Object.entries(more).forEach(([name, value]) => one.setAttribute(name, value));
  return one;
}

function dialogOf(title, className) {
  const dialog = made('dialog', `keys ${className}`, '', { 'aria-label': title });
  const close = made('button', 'keys__close', 'Close', { type: 'button' });
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  return { dialog, close };
}

function thePalette() {
  const { dialog, close } = dialogOf('Go to', 'palette');
  const label = made('label', 'palette__label', 'Go to a case, a list or a page', { for: 'palette-words' });
  const field = made('input', 'govuk-input', '', {
    id: 'palette-words', type: 'text', role: 'combobox', 'aria-expanded': 'false', 'aria-controls': 'palette-list',
    'aria-autocomplete': 'list', autocomplete: 'off', spellcheck: 'false', maxlength: '300',
  });
  const list = made('div', 'palette__list', '', { id: 'palette-list', role: 'listbox', 'aria-label': 'Found' });
  const said = made('p', 'palette__said', '', { role: 'status' });
  const keys = made('button', 'keys__more', 'All keys', { type: 'button' });
  const foot = made('div', 'keys__foot');
  foot.append(keys, close);
  dialog.append(label, field, said, list, foot);
  list.hidden = true;

  let asked = 0;
  let timer = 0;
  let waiting = false;
  let enter = false;
  let at = 0;
  const options = () => [...list.querySelectorAll('[role=option]')];

  function mark(number) {
    const all = options();
    at = all.length ? (number + all.length) % all.length : 0;
    all.forEach((one, index) => one.setAttribute('aria-selected', String(index === at)));
    if (all[at]) {
      field.setAttribute('aria-activedescendant', all[at].id);
      all[at].scrollIntoView({ block: 'nearest' });
    } else {
      field.removeAttribute('aria-activedescendant');
    }
  }
  function show(html, words) {
    list.innerHTML = html;
    const many = options().length;
    list.hidden = !many;
    field.setAttribute('aria-expanded', String(many > 0));
    said.textContent = words || (many === 1 ? '1 result' : `${many || 'No'} results`);
    mark(0);
    // Enter came before the lines: it opens the one case there is. Which of several was meant, nobody has seen yet.
    const cases = list.querySelectorAll('[aria-labelledby=palette-cases] [role=option]').length;
    if (enter && (cases < 2 || !field.value)) {
      go();
    }
    enter = false;
  }
  async function ask() {
    window.clearTimeout(timer);
    timer = 0;
    asked += 1;
    const mine = asked;
    try {
      const answer = await fetch(`${address}?q=${encodeURIComponent(field.value)}`);
      const html = await answer.text();
      if (mine !== asked) {
        return;
      }
      waiting = false;
      const out = answer.redirected ? 'You are signed out. Load the page again to sign in.' : '';
      show(answer.ok && !out ? html : '', out || (answer.ok ? '' : 'This did not work. Try again.'));
    } catch {
      if (mine === asked) {
        waiting = false;
        show('', 'There is no connection. Try again.');
      }
    }
  }
  function soon(after) {
    waiting = true;
    enter = false;
    asked += 1; // what is on its way answers other words
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, after);
  }
  function go() {
    enter = waiting;
    if (!waiting) {
      options()[at]?.click();
    } else if (timer) {
      ask();
    }
  }

  field.addEventListener('input', () => soon(120));
  field.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) {
      return;
    }
    if (step) {
      event.preventDefault();
      mark(at + step);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      go();
    }
  });
  keys.addEventListener('click', () => {
    dialog.close();
    help().showModal();
  });
  dialog.addEventListener('close', () => {
    enter = false;
    asked += 1;
    window.clearTimeout(timer);
  });
  return () => {
    field.value = '';
    list.replaceChildren();
    list.hidden = true;
    said.textContent = '';
    field.removeAttribute('aria-activedescendant');
    dialog.showModal();
    field.focus();
    soon(0);
  };
}

let helping = null;
function help() {
  if (helping) {
    return helping;
  }
  const { dialog, close } = dialogOf('Keys', 'keys--all');
  dialog.append(made('h2', 'govuk-heading-m', 'Keys'));
  const parts = made('div', 'keys__parts');
  KEYS.forEach(([title, keys]) => {
    const part = made('section', 'keys__part');
    const rows = made('dl', 'keys__list');
    keys.forEach(([key, what]) => {
      const row = made('div', 'keys__row');
      const term = made('dt', '');
      key.split(' ').forEach((one) => term.append(made('kbd', 'palette__key', one), ' '));
      row.append(term, made('dd', '', what));
      rows.append(row);
    });
    part.append(made('h3', 'govuk-heading-s', title), rows);
    parts.append(part);
  });
  const choice = made('label', 'keys__choice');
  const box = made('input', '', '', { type: 'checkbox', id: 'single-keys' });
  box.checked = single;
  box.addEventListener('change', () => choose(box.checked));
  choice.append(box, ' Use keys without Ctrl. This browser remembers it. Ctrl K always works.');
  const foot = made('div', 'keys__foot');
  foot.append(close);
  dialog.append(parts, choice, foot);
  helping = dialog;
  return dialog;
}

const open = { palette: null };
function find() {
  open.palette ||= thePalette();
  open.palette();
}

function step(by) {
  const lines = [...document.querySelectorAll(LINES)].filter((one) => one.offsetParent);
  const here = lines.findIndex((one) => one.contains(document.activeElement));
  const next = lines[here < 0 ? (by > 0 ? 0 : -1) : here + by];
  if (next) {
    if (!next.matches('a')) {
      next.tabIndex = -1;
    }
    next.focus();
  }
  return Boolean(next);
}

function opens() {
  const here = document.activeElement;
  return here?.matches('.queue__link') ? (here.click(), true) : false;
}

function along(key) {
  const way = document.querySelector(`.along__way[rel="${key === ']' ? 'next' : 'prev'}"]`);
  way?.click();
  return Boolean(way);
}

function verb(key) {
  const base = window.location.pathname.match(/^\/staff\/cases\/[^/]+\//)?.[0];
  if (!base || window.location.pathname !== base) {
    return false;
  }
  const field = key === 'n' && document.getElementById('note');
  if (field) {
    field.focus();
    return true;
  }
  const path = base + (key === 'n' ? 'note' : VERBS[key]) + '/';
  const way = document.querySelector(`main a[href="${path}"], main form[action="${path}"] button`);
  way?.click();
  return Boolean(way);
}

let gone = 0;
function pressed(key) {
  const going = Date.now() - gone < GO_WITHIN;
  gone = 0;
  if (going && LISTS[key]) {
    const may = document.querySelector(`.trail__link[href="${LISTS.q}"]`);
    return may ? (window.location.assign(LISTS[key]), true) : false;
  }
  switch (key) {
    case 'g':
      gone = Date.now();
      return true;
    case '/':
      find();
      return true;
    case '?':
      help().showModal();
      return true;
    case 'j':
      return step(1);
    case 'k':
      return step(-1);
    case 'o':
      return opens();
    case '[':
    case ']':
      return along(key);
    default:
      return key === 'n' || Boolean(VERBS[key]) ? verb(key) : false;
  }
}

const FIELDS = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]';
// The field of a dialog that has just closed has the focus for a moment still.
const typing = (at) => at?.closest?.(FIELDS)?.getClientRects().length > 0;

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')) {
    return;
  }
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    find();
    return;
  }
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey && (!event.repeat || 'jk'.includes(event.key));
  if (plain && single && !typing(event.target) && pressed(event.key)) {
    event.preventDefault();
  }
});
