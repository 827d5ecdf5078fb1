// Rounds with poor signal: pages of today's round are kept on the device, and a completed visit, or a note, waits here
// until it can be sent. Each has its own key, so that whatever arrives twice is done once.

const PAGES = 'moothall-rounds';
const STORE = 'visits';
const WORKER = '/staff/rounds/worker.js';

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open('moothall-rounds', 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: 'key' });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function inStore(mode, work) {
  const base = await opened();
  return new Promise((resolve, reject) => {
    const doing = base.transaction(STORE, mode);
    const asked = work(doing.objectStore(STORE));
    doing.oncomplete = () => {
      base.close();
      resolve(asked.result);
    };
    doing.onerror = () => reject(doing.error);
  });
}

const waitingVisits = () => inStore('readonly', (store) => store.getAll());
const keepVisit = (visit) => inStore('readwrite', (store) => store.put(visit));
const forgetVisit = (key) => inStore('readwrite', (store) => store.delete(key));

function bodyOf(visit, token) {
  const body = new FormData();
  body.append('csrfmiddlewaretoken', token);
  for (const [name, value] of visit.fields) {
    body.append(name, value);
  }
  for (const photo of visit.photos) {
    body.append('photo', new File([photo.bytes], photo.name, { type: photo.type }));
  }
  return body;
}

// Whose page this is: what waits is sent as theirs, and by nobody who signs in here after them.
const signedInOn = (page) => page.querySelector('.council__who')?.lastChild.textContent.trim() ?? '';

// Null when nobody is signed in.
async function whoSends() {
  const answer = await fetch('/staff/rounds/', { redirect: 'manual', headers: { 'X-Fresh': 'yes' } });
  if (!answer.ok) {
    return null;
  }
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const field = page.querySelector('input[name="csrfmiddlewaretoken"]');
  return field ? { token: field.value, name: signedInOn(page) } : null;
}

// 'sent', 'refused' with a sentence, 'signed out', 'no signal', or 'not now': the server had trouble with this very one.
async function sendVisit(visit, token) {
  let answer;
  try {
    answer = await fetch(visit.url, {
      method: 'POST',
      body: bodyOf(visit, token),
      headers: { Accept: 'application/json' },
      redirect: 'manual',
    });
  } catch {
    return { how: 'no signal' };
  }
  if (answer.ok) {
    return { how: 'sent', ...(await answer.json()) };
  }
  if (answer.status === 422) {
    return { how: 'refused', sentence: (await answer.json()).refused };
  }
  if (answer.type === 'opaqueredirect' || answer.status === 403) {
    return { how: 'signed out' };
  }
  if (answer.status === 404) {
    return { how: 'refused', sentence: 'This visit is not on a round of your team any more.' };
  }
  return { how: 'not now' };
}

// What was sent is shown as done, here and on the pages that are kept for when there is no signal.
async function showFresh() {
  const here = [...document.querySelectorAll('[data-fresh]')];
  const round = document.querySelector('[data-round]')?.dataset.round;
  for (const address of new Set([window.location.pathname, round, '/staff/rounds/'].filter(Boolean))) {
    const answer = await fetch(address, { redirect: 'manual' }).catch(() => null);
    if (!answer?.ok) {
      return;
    }
    if ('caches' in window) {
      const pages = await caches.open(PAGES);
      await pages.put(address, answer.clone());
    }
    if (address === window.location.pathname && here.length) {
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
      for (const part of here) {
        const other = fresh.querySelector(`[data-fresh="${part.dataset.fresh}"]`);
        if (other && !part.contains(document.activeElement)) {
          part.replaceWith(other);
        }
      }
    }
  }
}

let sending = false;

async function sendWaiting() {
  if (sending) {
    return;
  }
  sending = true;
  let state = '';
  try {
    const waiting = (await waitingVisits()).filter((visit) => !visit.refused);
    if (!waiting.length) {
      return;
    }
    const sender = await whoSends().catch(() => undefined);
    const theirs = sender ? waiting.filter((visit) => visit.who === sender.name) : [];
    for (const visit of theirs) {
      const sent = await sendVisit(visit, sender.token);
      if (sent.how === 'sent') {
        await forgetVisit(visit.key);
        finish(visit);
        state = 'sent';
      } else if (sent.how === 'refused') {
        await keepVisit({ ...visit, refused: sent.sentence });
      } else if (sent.how !== 'not now') {
        state = sent.how;
        break;
      }
    }
    if (sender === null) {
      state = 'signed out';
    }
  } finally {
    sending = false;
  }
  if (state === 'sent') {
    await showFresh().catch(() => undefined);
  }
  await showWaiting(state);
}

function paragraph(text) {
  const made = document.createElement('p');
  made.textContent = text;
  return made;
}

function counted(many, what) {
  if (many === 0) {
    return '';
  }
  return many === 1 ? `One ${what}` : `${many} ${what}s`;
}

function waits(visits, of = '') {
  const kinds = [counted(visits.filter((one) => !one.note).length, 'visit')];
  kinds.push(counted(visits.filter((one) => one.note).length, 'note'));
  const said = kinds[0] && kinds[1] ? `${kinds[0]} and ${kinds[1].toLowerCase()}` : kinds.join('');
  return `${said}${of} ${visits.length === 1 ? 'waits' : 'wait'}`;
}

async function showWaiting(state) {
  const place = document.querySelector('[data-waiting]');
  if (!place) {
    return;
  }
  const all = await waitingVisits();
  const lines = [];
  const name = signedInOn(document);
  const left = all.filter((visit) => !visit.refused);
  const own = left.filter((visit) => visit.who === name);
  if (own.length) {
    lines.push(paragraph(`${waits(own)} on this device and will be sent when there is signal.`));
  } else if (state === 'sent') {
    lines.push(paragraph(left.length ? 'Everything of yours has been sent.' : 'Everything has been sent.'));
  }
  for (const who of new Set(left.map((visit) => visit.who).filter((one) => one !== name))) {
    const theirs = left.filter((visit) => visit.who === who);
    lines.push(paragraph(`${waits(theirs, ` of ${who}`)} on this device. To send, ${who} has to sign in here.`));
  }
  for (const visit of all.filter((one) => one.refused)) {
    const words = visit.fields.find(([name]) => name === 'words' || name === 'note')?.[1];
    lines.push(paragraph(`${visit.reference} could not be kept: ${visit.refused}`));
    if (words) {
      lines.push(paragraph(`You wrote: ${words}`));
    }
    lines.push(dropButton(visit));
  }
  if (state === 'signed out') {
    const link = document.createElement('a');
    link.href = `/staff/sign-in/?next=${encodeURIComponent(window.location.pathname)}`;
    link.textContent = 'Sign in to send what waits';
    lines.push(link);
  }
  place.replaceChildren(...lines);
  place.hidden = lines.length === 0;
  for (const stop of document.querySelectorAll('[data-stop]')) {
    const queued = all.some((visit) => visit.url === stop.dataset.stop && !visit.note && !visit.refused);
    stop.querySelector('[data-queued]').hidden = !queued;
  }
}

function dropButton(visit) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'govuk-button govuk-button--secondary';
  button.textContent = 'I have read this: take it off the device';
  button.addEventListener('click', async () => {
    await forgetVisit(visit.key);
    await showWaiting('');
  });
  return button;
}

async function visitOf(form) {
  const sent = new FormData(form);
  const photos = [];
  for (const file of sent.getAll('photo')) {
    if (file.size) {
      photos.push({ name: file.name, type: file.type, bytes: await file.arrayBuffer() });
    }
  }
  const fields = [...sent.entries()].filter(([name]) => name !== 'photo' && name !== 'csrfmiddlewaretoken');
  return {
    key: sent.get('sent_as'),
    who: signedInOn(document),
    reference: form.dataset.visit,
    url: new URL(form.action).pathname,
    fields,
    photos,
  };
}

const own = (form) => new URL(form.action).pathname;

// Whoever comes back to a visit that waits finds it as they filled it in; what they press now takes its place.
let keptPhotos = [];

async function showKept(form) {
  const kept = (await waitingVisits()).find((one) => one.url === own(form) && !one.note && !one.refused);
  if (!kept || kept.who !== signedInOn(document)) {
    return;
  }
  for (const [name, value] of kept.fields) {
    const field = form.elements.namedItem(name);
    if (field?.type === 'radio') {
      field.checked = field.value === value;
    } else if (field) {
      field.value = value;
    }
  }
  keptPhotos = kept.photos;
  const photos = keptPhotos.length ? ` ${counted(keptPhotos.length, 'photo')} ${keptPhotos.length === 1 ? 'waits' : 'wait'} with it: choose again only to send others.` : '';
  const said = paragraph(`This visit waits on this device to be sent. You can still change it.${photos}`);
  said.className = 'waiting';
  form.prepend(said);
  form.dispatchEvent(new Event('kept'));
}

// It was sent while its page is open. What was changed since goes into the note below.
function finish(visit) {
  const form = document.querySelector('form[data-visit]');
  if (!form || form.elements.namedItem('sent_as').value !== visit.key) {
    return;
  }
  const words = form.elements.namedItem('words').value;
  const note = document.querySelector('form[data-note] textarea');
  if (words.trim() && words !== visit.fields.find(([name]) => name === 'words')?.[1] && !note.value) {
    note.value = words;
  }
  const said = paragraph('This visit has been sent.');
  said.className = 'waiting';
  form.replaceWith(said);
}

const MOST_PHOTOS = 5;

// More photos than are kept are said here: once the visit waits on the device, nobody can choose again.
function boundPhotos(photo) {
  photo.addEventListener('change', () => {
    photo.setCustomValidity(photo.files.length > MOST_PHOTOS ? `Choose at most ${MOST_PHOTOS} photos.` : '');
    photo.reportValidity();
  });
}

// The same for an answer or a reason that is missing: the rules themselves are the server's.
function askWhy(form) {
  const words = form.elements.namedItem('words');
  const first = form.querySelector('input[name="outcome"]');
  const ask = () => {
    const chosen = form.querySelector('input[name="outcome"]:checked');
    first.setCustomValidity(chosen ? '' : 'Choose how it went.');
    const couldNot = form.querySelector('input[name="outcome"][value="could-not"]:checked');
    words.setCustomValidity(couldNot && !words.value.trim() ? 'Say why it could not be done.' : '');
  };
  form.addEventListener('input', ask);
  form.addEventListener('kept', ask);
  ask();
}

function watchVisit(form) {
  boundPhotos(form.elements.namedItem('photo'));
  askWhy(form);
  form.addEventListener('submit', async (event) => {
    if (navigator.onLine && !form.querySelector('input[name="outcome"]:checked')) {
      return; // the server says what is missing, on a page of its own
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!form.reportValidity()) {
      return;
    }
    try {
      const visit = await visitOf(form);
      await keepVisit({ ...visit, photos: visit.photos.length ? visit.photos : keptPhotos });
    } catch {
      form.submit();
      return;
    }
    window.location.assign(form.dataset.back);
  });
}

// The page may be one that is kept and was used before: a note has a name of its own each time.
async function noteOf(form) {
  const note = await visitOf(form);
  const key = crypto.randomUUID();
  const fields = note.fields.map(([name, value]) => [name, name === 'sent_as' ? key : value]);
  return { ...note, key, fields, note: true, reference: form.dataset.note };
}

function watchNote(form) {
  const words = form.querySelector('textarea');
  form.addEventListener('submit', async (event) => {
    if (!words.value.trim()) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    try {
      await keepVisit(await noteOf(form));
    } catch {
      form.submit();
      return;
    }
    words.value = '';
    await showWaiting('');
    await sendWaiting();
  });
}

async function keepPages(round) {
  if (!('caches' in window) || !round.dataset.keep) {
    return;
  }
  const pages = await caches.open(PAGES);
  const parts = [...document.querySelectorAll('link[rel~="stylesheet"], link[rel~="icon"], script[src]')];
  const wanted = [
    round.dataset.round,
    '/staff/rounds/',
    ...round.dataset.keep.split(' ').filter(Boolean),
    ...parts.map((part) => part.href || part.src),
  ];
  for (const address of wanted) {
    if (!(await pages.match(address))) {
      await pages.add(address).catch(() => undefined);
    }
  }
  document.documentElement.dataset.kept = 'yes';
}

async function startRounds() {
  window.addEventListener('online', sendWaiting);
  window.setInterval(sendWaiting, 10000);
  const form = document.querySelector('form[data-visit]');
  if (form) {
    watchVisit(form);
    await showKept(form);
  }
  const note = document.querySelector('form[data-note]');
  if (note) {
    watchNote(note);
  }
  await showWaiting('');
  await sendWaiting();
  if ('serviceWorker' in navigator) {
    await navigator.serviceWorker.register(WORKER, { scope: '/staff/rounds/' }).catch(() => undefined);
  }
  const round = document.querySelector('[data-round]');
  if (round) {
    await keepPages(round);
  }
}

if ('indexedDB' in window) {
  startRounds();
}
