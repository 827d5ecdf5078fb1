// The leader's page: a card is dragged to somebody. Without this script the form above it does the same.

const board = document.querySelector('[data-board]');

function moveCard(reference, to) {
  for (const box of document.querySelectorAll('input[name="case"]')) {
    box.checked = box.value === reference;
  }
  board.elements.namedItem('to').value = to;
  board.requestSubmit();
}

function startBoard() {
  const hint = document.querySelector('[data-drag-hint]');
  if (hint) {
    hint.hidden = false;
  }
  for (const card of document.querySelectorAll('[data-card]')) {
    card.draggable = true;
    card.addEventListener('dragstart', (event) => {
      event.dataTransfer.setData('text/plain', card.dataset.card);
      event.dataTransfer.effectAllowed = 'move';
      card.classList.add('card-of--dragged');
    });
    card.addEventListener('dragend', () => card.classList.remove('card-of--dragged'));
  }
  for (const column of document.querySelectorAll('[data-column]')) {
    column.addEventListener('dragover', (event) => {
      event.preventDefault();
      column.classList.add('board__column--over');
    });
    column.addEventListener('dragleave', () => column.classList.remove('board__column--over'));
    column.addEventListener('drop', (event) => {
      event.preventDefault();
      column.classList.remove('board__column--over');
      const reference = event.dataTransfer.getData('text/plain');
      const card = document.querySelector(`[data-card="${CSS.escape(reference)}"]`);
      if (card && !column.contains(card)) {
        moveCard(reference, column.dataset.column);
      }
    });
  }
}

if (board) {
  startBoard();
}
