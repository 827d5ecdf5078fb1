// Who else has a case open, and how many notices wait: asked every 20 seconds while the page is in front, and at once
// when somebody begins to write. Other pages than a case's ask for the notices alone.

const EVERY = 20_000;
const WRITES_FOR = 30_000;
const place = document.querySelector('[data-presence]');
const { pulse, ticket: own } = document.body.dataset;

if (pulse) {
  let ticket = place?.dataset.presence;
  let wrote = 0;
  let said = place?.textContent.trim();

  const doing = () => (Date.now() - wrote < WRITES_FOR ? 'writing' : 'looking');

  async function anotherTicket() {
    const answer = await fetch(place.dataset.presenceTicket, { headers: { Accept: 'application/json' } });
    ticket = answer.ok && !answer.redirected ? (await answer.json()).ticket : '';
  }

  async function ask(again = true) {
    if ((place && !ticket) || document.visibilityState !== 'visible') {
      return;
    }
    const answer = await fetch(`${pulse}?doing=${doing()}`, {
      headers: place ? { 'X-Presence': ticket } : { 'X-Unread': own },
      credentials: 'omit',
    });
    if (answer.status === 403 && again && place) {
      await anotherTicket();
      return ask(false);
    }
    if (!answer.ok) {
      return;
    }
    const { here, unread } = await answer.json();
    badge(unread);
    if (place && here !== said) {
      said = here;
      place.textContent = here;
      place.hidden = !here;
    }
  }

  function badge(unread) {
    const link = document.querySelector('.council__notices');
    const shown = link?.querySelector('.council__unread');
    if (!link || (shown?.firstChild.textContent ?? '') === unread) {
      return;
    }
    shown?.remove();
    if (unread) {
      const count = document.createElement('span');
      count.className = 'council__unread';
      const rest = document.createElement('span');
      rest.className = 'govuk-visually-hidden';
      rest.textContent = ' not read';
      count.append(unread, rest);
      link.append(' ', count);
    }
  }

  const quietly = () => ask().catch(() => {});
  if (place) {
    document.addEventListener('input', () => {
      const began = doing() === 'looking';
      wrote = Date.now();
      if (began) {
        quietly();
      }
    });
  }
  document.addEventListener('visibilitychange', quietly);
  setInterval(quietly, EVERY);
}
