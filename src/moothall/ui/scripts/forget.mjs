// Whoever signs out leaves nothing of their round, or of the list they had open, to read on the device.

export function forgetOnSigningOut() {
  const way = document.querySelector('form[action$="/staff/sign-out/"]');
  way?.addEventListener('submit', () => sessionStorage.removeItem('moothall-list'));
  if (way && 'caches' in window) {
    way.addEventListener('submit', () => caches.delete('moothall-rounds'));
  }
}
