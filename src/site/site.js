// Runs when the page has been read, and again when another has taken its place (`fyr-page`). `data-exit`: leaves by replacing the page
// in the history; three times Escape does the same. `data-copy`: puts the text of the element it names on the clipboard.
'use strict';
const leave = (exit) => {
  document.documentElement.hidden = true;
  location.replace(exit.href);
};
let escapes = [];
document.addEventListener('keydown', ({ key }) => {
  const exit = document.querySelector('[data-exit]');
  escapes = key === 'Escape' ? [...escapes, Date.now()].slice(-3) : [];
  if (exit && escapes.length === 3 && escapes[2] - escapes[0] < 2000) leave(exit);
});
document.addEventListener('click', async (event) => {
  const exit = event.target.closest('[data-exit]');
  const button = event.target.closest('[data-copy]');
  if (exit) {
    event.preventDefault();
    leave(exit);
  }
  if (button) {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).innerText.trim());
    button.textContent = button.dataset.done;
  }
});
const showCopy = () => {
  if (navigator.clipboard) for (const button of document.querySelectorAll('[data-copy]')) button.hidden = false;
};
document.addEventListener('fyr-page', showCopy);
showCopy();
