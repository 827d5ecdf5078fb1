// Whoever signs out leaves nothing of their round to read on the device.

export function forgetOnSigningOut() {
  const way = document.querySelector('form[action$="/staff/sign-out/"]');
  if (way && 'caches' in window) {
    way.addEventListener('submit', () => caches.delete('moothall-rounds'));
  }
}
