/** A QR code (ISO/IEC 18004) as one path of an inline SVG: made here, so that nothing is asked of anybody else. */
import QRCode from 'qrcode';
import type { VNode } from 'preact';

/** White around the code, in modules: the standard asks for four. */
const QUIET_MODULES = 4;

/** Dark squares as an SVG path over a field of `side` modules. Error correction M: 15 % may be unreadable. */
export function qrPathOf(text: string): { readonly side: number; readonly path: string } {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const { size } = modules;
  const rows = Array.from({ length: size }, (_, y) => {
    const dark = Array.from({ length: size }, (__, x) => modules.get(y, x) === 1);
    return dark.map((isDark, x) => (isDark ? `M${x + QUIET_MODULES} ${y + QUIET_MODULES}h1v1h-1z` : '')).join('');
  });
  return { side: size + 2 * QUIET_MODULES, path: rows.join('') };
}

/** The code as a picture with a name. */
export function QrCode({ text, name }: { readonly text: string; readonly name: string }): VNode {
  const { side, path } = qrPathOf(text);
  return (
    <svg class="qr" viewBox={`0 0 ${side} ${side}`} role="img" aria-label={name} shape-rendering="crispEdges">
      <path class="qr-paper" d={`M0 0h${side}v${side}H0z`} />
      <path class="qr-ink" d={path} />
    </svg>
  );
}
