// Who else has a case open: asked every 20 seconds while its page is in front, and at once when somebody begins to write.

const EVERY = 20_000;
const WRITES_FOR = 30_000;
const place = document.querySelector('[data-presence]');

if (place) {
  let ticket = place.dataset.presence;
  let wrote = 0;
  let said = place.textContent.trim();

  const doing = () => (Date.now() - wrote < WRITES_FOR ? 'writing' : 'looking');

  async function anotherTicket() {
    const answer = await fetch(place.dataset.presenceTicket, { headers: { Accept: 'application/json' } });
    ticket = answer.ok && !answer.redirected ? (await answer.json()).ticket : '';
  }

  async function ask(again = true) {
    if (!ticket || document.visibilityState !== 'visible') {
      return;
    }
    const answer = await fetch(`${place.dataset.presenceAt}?doing=${doing()}`, {
      headers: { 'X-Presence': ticket },
      credentials: 'omit',
    });
    if (answer.status === 403 && again) {
      await anotherTicket();
      return ask(false);
    }
    const { here } = answer.ok ? await answer.json() : { here: said };
    if (here !== said) {
      said = here;
      place.textContent = here;
      place.hidden = !here;
    }
  }

  const quietly = () => ask().catch(() => {});
  document.addEventListener('input', () => {
    const began = doing() === 'looking';
    wrote = Date.now();
    if (began) {
      quietly();
    }
  });
  document.addEventListener('visibilitychange', quietly);
  setInterval(quietly, EVERY);
}
