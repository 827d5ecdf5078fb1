// The board: a card is dragged to another column, or sent there from its menu. Without this script its link "Move"
// leads to a page with the same choices.

const FAR_ENOUGH = 6;
const lanes = () => [...document.querySelectorAll('[data-status]')];
const said = document.querySelector('[data-board-said]');
let held = null;
let menu = null;

function say(words, wrong = false) {
  said.textContent = words;
  said.classList.toggle('board-said--wrong', wrong);
}

function ready() {
  for (const hidden of document.querySelectorAll('[data-board-hint], [data-status][hidden]')) {
    hidden.hidden = false;
  }
  for (const link of document.querySelectorAll('.lane__card a')) {
    link.draggable = false;
  }
  for (const move of document.querySelectorAll('.lane__move')) {
    move.setAttribute('role', 'button');
    move.setAttribute('aria-expanded', 'false');
  }
}

async function again(reference) {
  const answer = await fetch(window.location.href);
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-lanes]');
  if (!answer.ok || !fresh) {
    window.location.reload();
    return;
  }
  document.querySelector('[data-lanes]').replaceWith(fresh);
  ready();
  const moved = document.querySelector(`[data-reference="${CSS.escape(reference)}"] .lane__move`);
  // Where the list has it no more, what is said about it.
  said.tabIndex = -1;
  (moved ?? said).focus();
}

async function send(card, to) {
  const { reference } = card.dataset;
  const body = new FormData();
  body.append('csrfmiddlewaretoken', document.querySelector('input[name="csrfmiddlewaretoken"]').value);
  body.append('to', to);
  card.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(card.querySelector('.lane__move').getAttribute('href'), {
      method: 'POST', body, headers: { Accept: 'application/json' }, redirect: 'manual',
    });
    const told = answer.ok || answer.status === 422 ? await answer.json() : {};
    if (told.go) {
      window.location.assign(told.go);
    } else if (told.done !== undefined) {
      say(`${reference}: ${told.done}`);
      await again(reference);
    } else {
      say(`${reference} stays where it is. ${told.refused || 'Load the page again: you are signed out, or the case is gone.'}`, true);
    }
  } catch {
    say(`${reference} stays where it is: there is no connection.`, true);
  } finally {
    card.removeAttribute('aria-busy');
  }
}

function shut(focus) {
  if (menu) {
    const way = menu.card.querySelector('.lane__move');
    way.setAttribute('aria-expanded', 'false');
    menu.list.remove();
    menu = null;
    if (focus) {
      way.focus();
    }
  }
}

function choose(card) {
  const was = menu?.card;
  shut(false);
  if (was === card) {
    return;
  }
  const from = card.closest('[data-status]');
  const list = document.createElement('ul');
  list.className = 'lane__to';
  for (const lane of lanes().filter((one) => one !== from)) {
    const item = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'lane__choice';
    button.textContent = `To ${lane.querySelector('.lane__title').firstChild.textContent.trim()}`;
    button.addEventListener('click', () => {
      shut(true);
      send(card, lane.dataset.status);
    });
    item.append(button);
    list.append(item);
  }
  card.append(list);
  card.querySelector('.lane__move').setAttribute('aria-expanded', 'true');
  menu = { card, list };
  list.querySelector('button')?.focus();
}

function lift() {
  held.card.classList.add('lane__card--held');
  const box = held.card.getBoundingClientRect();
  const shadow = held.card.cloneNode(true);
  shadow.classList.add('lane__card--flying');
  shadow.setAttribute('aria-hidden', 'true');
  shadow.style.width = `${box.width}px`;
  shadow.style.left = `${box.left}px`;
  shadow.style.top = `${box.top}px`;
  document.body.append(shadow);
  held.shadow = shadow;
}

function over(event) {
  const lane = document.elementFromPoint(event.clientX, event.clientY)?.closest('[data-status]');
  lanes().forEach((one) => one.classList.toggle('lane--over', one === lane && one !== held.from));
  return lane;
}

function putDown() {
  held?.shadow?.remove();
  held?.card.classList.remove('lane__card--held');
  lanes().forEach((one) => one.classList.remove('lane--over'));
  held = null;
}

document.addEventListener('pointerdown', (event) => {
  const card = event.target.closest('.lane__card');
  // A finger on a card scrolls the page; on its "Move" it takes the card.
  const may = event.pointerType === 'mouse' ? event.button === 0 : event.target.closest('.lane__move');
  if (card && may && !event.target.closest('.lane__to')) {
    held = { card, from: card.closest('[data-status]'), x: event.clientX, y: event.clientY, id: event.pointerId };
  }
});
document.addEventListener('pointermove', (event) => {
  if (!held || event.pointerId !== held.id) {
    return;
  }
  const [right, down] = [event.clientX - held.x, event.clientY - held.y];
  if (!held.shadow && Math.hypot(right, down) > FAR_ENOUGH) {
    window.getSelection()?.removeAllRanges();
    lift();
  }
  if (held.shadow) {
    event.preventDefault();
    held.shadow.style.transform = `translate(${right}px, ${down}px)`;
    over(event);
  }
});
document.addEventListener('pointerup', (event) => {
  if (held?.shadow) {
    const { card, from } = held;
    const lane = over(event);
    putDown();
    // What the pointer leaves behind is no click on the link below it.
    const stop = (click) => { click.preventDefault(); click.stopPropagation(); };
    window.addEventListener('click', stop, { capture: true, once: true });
    window.setTimeout(() => window.removeEventListener('click', stop, { capture: true }), 0);
    if (lane && lane !== from) {
      send(card, lane.dataset.status);
    }
  } else {
    held = null;
  }
});
document.addEventListener('pointercancel', putDown);
document.addEventListener('selectstart', (event) => held?.shadow && event.preventDefault());
document.addEventListener('click', (event) => {
  const way = event.target.closest('.lane__move');
  if (way && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    choose(way.closest('.lane__card'));
  } else if (menu && !menu.list.contains(event.target)) {
    shut(false);
  }
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    putDown();
    shut(true);
  } else if (event.key === ' ' && document.activeElement?.matches('.lane__move')) {
    event.preventDefault();
    document.activeElement.click();
  } else if (menu && ['ArrowDown', 'ArrowUp'].includes(event.key)) {
    event.preventDefault();
    const all = [...menu.list.querySelectorAll('button')];
    const at = all.indexOf(document.activeElement) + (event.key === 'ArrowDown' ? 1 : -1);
    all[(at + all.length) % all.length].focus();
  }
});
ready();
