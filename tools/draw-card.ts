/**
 * Draws `src/site/card.png`: what messengers show beside a link to the site, who show no SVG. No words, because they stand beside it in
 * the reader's language, and no font of the machine that draws it. `node tools/draw-card.ts`
 */
import sharp from 'sharp';

const CARD = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630">
  <defs>
    <radialGradient id="glow"><stop offset="0" stop-color="#ffc04d" stop-opacity=".55"/><stop offset="1" stop-color="#ffc04d" stop-opacity="0"/></radialGradient>
    <linearGradient id="sea" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#0a3450"/><stop offset="1" stop-color="#061f31"/></linearGradient>
  </defs>
  <path fill="url(#sea)" d="M0 0h1200v630H0z"/>
  <circle cx="600" cy="204" r="330" fill="url(#glow)"/>
  <g transform="translate(600 330) scale(9.5) translate(-24 -26)">
    <path fill="#ffc04d" fill-opacity=".28" d="M24 13 96-10v46zM24 13-48-10v46z"/>
    <path fill="#f6f8fa" d="M20 19h8l3 25H17z"/>
    <path fill="#a5162b" d="M19.3 25h9.4l.7 6H18.6zM18.1 35h11.8l.7 6H17.4z"/>
    <path fill="#f6f8fa" d="M18 17h12v2.5H18zM20 8l4-4 4 4z"/>
    <circle fill="#ffc04d" cx="24" cy="12.6" r="3.6"/>
  </g>
  <path fill="#04141f" d="M0 520q300-46 600-10t600-8v128H0z"/>
  <path fill="#ffc04d" d="M0 614h1200v16H0z"/>
</svg>`;

await sharp(Buffer.from(CARD))
  .resize(1200, 630)
  .png({ palette: true, colours: 96, effort: 10 })
  .toFile(new URL('../src/site/card.png', import.meta.url).pathname);
