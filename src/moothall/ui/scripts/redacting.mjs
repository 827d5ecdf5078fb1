// Boxes drawn over a picture by dragging. What is drawn is written as lines into the field, which works without it too.

const WHOLE = 1000;
const SIDE = 20;
const root = document.querySelector('[data-redact]');

function percent(value) {
  return Math.round(value) / 10;
}

function boxOf(line) {
  const numbers = line.trim().match(/^([\d.]+)[, ]+([\d.]+)[, ]+([\d.]+)[, ]+([\d.]+)$/);
  if (numbers) {
    return numbers.slice(1).map((part) => Number(part) * 10);
  }
  const squares = line.trim().match(/^([A-T])\s*(\d{1,2})(?:\s*(?:-|–|to|:)\s*([A-T])\s*(\d{1,2}))?$/i);
  if (!squares) {
    return null;
  }
  const step = WHOLE / SIDE;
  const at = (letter) => letter.toUpperCase().charCodeAt(0) - 65;
  const columns = [at(squares[1]), at(squares[3] ?? squares[1])].sort((a, b) => a - b);
  const rows = [Number(squares[2]) - 1, Number(squares[4] ?? squares[2]) - 1].sort((a, b) => a - b);
  return [columns[0] * step, rows[0] * step, (columns[1] - columns[0] + 1) * step, (rows[1] - rows[0] + 1) * step];
}

function draw(group, boxes) {
  group.replaceChildren(
    ...boxes.map(([left, top, width, height]) => {
      const made = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
      made.setAttribute('class', 'redact__box');
      for (const [name, value] of Object.entries({ x: left, y: top, width, height })) {
        made.setAttribute(name, value);
      }
      return made;
    }),
  );
}

if (root) {
  const surface = root.querySelector('svg');
  const group = root.querySelector('[data-boxes]');
  const field = document.getElementById('boxes');
  let from = null;
  root.setAttribute('data-drawing', '');
  document.querySelector('[data-redact-help]').hidden = false;

  const typed = () => field.value.split(/[\n;]/).map(boxOf).filter(Boolean);
  const point = (event) => {
    const frame = surface.getBoundingClientRect();
    const inside = (value) => Math.min(WHOLE, Math.max(0, value * WHOLE));
    return [inside((event.clientX - frame.left) / frame.width), inside((event.clientY - frame.top) / frame.height)];
  };
  const between = (one, other) => [
    Math.min(one[0], other[0]),
    Math.min(one[1], other[1]),
    Math.abs(one[0] - other[0]),
    Math.abs(one[1] - other[1]),
  ];

  surface.addEventListener('pointerdown', (event) => {
    from = point(event);
    surface.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  surface.addEventListener('pointermove', (event) => {
    if (from) {
      draw(group, [...typed(), between(from, point(event))]);
    }
  });
  surface.addEventListener('pointerup', (event) => {
    const box = from && between(from, point(event));
    from = null;
    if (box && box[2] >= 5 && box[3] >= 5) {
      field.value = [field.value.trim(), box.map(percent).join(', ')].filter(Boolean).join('\n');
    }
    draw(group, typed());
  });
  surface.addEventListener('pointercancel', () => {
    from = null;
    draw(group, typed());
  });
  field.addEventListener('input', () => draw(group, typed()));
  draw(group, typed());
}
