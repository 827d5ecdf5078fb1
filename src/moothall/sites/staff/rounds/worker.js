// The service worker of rounds: with signal every page comes from the server; without, as it was last seen today.

const PAGES = 'moothall-rounds';
const PATIENCE = 5000;

async function fromServer(request) {
  const answer = await fetch(request);
  if (answer.ok && answer.type === 'basic' && !answer.redirected) {
    const pages = await caches.open(PAGES);
    await pages.put(request.url, answer.clone());
  }
  return answer;
}

function hurried(request) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('late')), PATIENCE);
    fromServer(request).then(
      (answer) => {
        clearTimeout(late);
        resolve(answer);
      },
      (problem) => {
        clearTimeout(late);
        reject(problem);
      },
    );
  });
}

async function pageOf(request) {
  const pages = await caches.open(PAGES);
  const kept = await pages.match(request.url, { ignoreSearch: true });
  try {
    return await (kept ? hurried(request) : fromServer(request));
  } catch (problem) {
    if (kept) {
      return kept;
    }
    throw problem;
  }
}

async function assetOf(request) {
  const pages = await caches.open(PAGES);
  return (await pages.match(request.url)) || fetch(request);
}

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) {
    return;
  }
  if (request.mode === 'navigate') {
    event.respondWith(pageOf(request));
  } else if (request.destination) {
    event.respondWith(assetOf(request));
  }
});
